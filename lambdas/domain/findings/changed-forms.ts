// Finds keys and identifiers whose values are written in another way than in earlier files of the feed.
import type { PastImport } from '../imports/past-import.ts';
import type { KeyForm } from '../profile/key-forms.ts';

/** Files with fewer values are not compared, and later files are compared with an earlier one. */
const FEWEST_VALUES = 20;
/** This many are expected, and there is none. If values come by chance, that happens once in 20,000 files. */
const EXPECTED = 10;

/** @returns a sentence for each column and form. */
export function describeChangedForms(now: readonly KeyForm[], completed: readonly PastImport[]): string[] {
  const newestFirst = [...completed].sort((a, b) => b.endedAt - a.endedAt);
  return now.flatMap((form) => {
    const before = newestFirst
      .flatMap(({ forms = [] }) => forms)
      .find(({ column, values }) => column === form.column && values >= FEWEST_VALUES);
    if (!before || form.values < FEWEST_VALUES) return [];
    return [
      ...describe(form.column, 'leading zeros', [before.zeros, before.values], [form.zeros, form.values]),
      ...describe(
        form.column,
        'a fraction',
        [before.fractions, before.values],
        [form.fractions, form.values],
      ),
    ];
  });
}

/** Rows that have the form, of all rows with a value. */
type Share = readonly [some: number, all: number];

function describe(column: string, form: string, before: Share, now: Share): string[] {
  if (isSuddenlyNone(before, now))
    return [`Values of "${column}" had ${form} in an earlier import, and none has in this file.`];
  if (isSuddenlyNone(now, before))
    return [`No value of "${column}" had ${form} in an earlier import, and values in this file have.`];
  return [];
}

function isSuddenlyNone([some, all]: Share, [others, ofThem]: Share): boolean {
  return others === 0 && (some / all) * ofThem >= EXPECTED;
}
