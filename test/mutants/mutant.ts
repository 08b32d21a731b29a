// A mutant: one deliberate mistake in the text of one file, which at least one of its tests must notice.

export interface Mutant {
  /** The argument of `npm run mutants`. */
  readonly name: string;
  /** Path from the root. */
  readonly file: string;
  /** A text that the file contains once. */
  readonly find: string;
  readonly replace: string;
  /** What would happen to a user. */
  readonly because: string;
  /** Paths of the tests that run, from the root. */
  readonly tests: readonly string[];
  /** Why no test can notice it. Such a mutant is not run. */
  readonly equivalent?: string;
}

/**
 * The text of the mutant's file with its mistake.
 * @throws Error if the file does not contain `find` exactly once.
 */
export function mutate(text: string, { name, file, find, replace }: Mutant): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `The mutant "${name}" needs the text ${JSON.stringify(find)} once in ${file}. Change \`find\` in test/mutants/.`,
    );
  return before + replace + after;
}
