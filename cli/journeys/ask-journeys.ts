// Asks in a terminal which journeys are wanted.
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { JOURNEYS } from '../../lambdas/domain/journeys/all.ts';

/**
 * Asks until the answer is one that `readAnswer` knows.
 * @param output not the standard output, which gets only what is drafted.
 * @returns names of journeys, in the order of the docs; none if the answer is empty or the input ends.
 */
export async function askJourneys(input: Readable, output: Writable): Promise<string[]> {
  const terminal = createInterface({ input, output, prompt: 'Numbers or names, or Enter for none: ' });
  output.write(`Which journeys do you want to run with the files?\n${LIST}\n`);
  terminal.prompt();
  try {
    for await (const line of terminal) {
      const names = readAnswer(line);
      if (names) return names;
      output.write(`Write numbers from 1 to ${JOURNEYS.length}, such as 1,3, or names.\n`);
      terminal.prompt();
    }
    return [];
  } finally {
    terminal.close();
  }
}

const LIST = JOURNEYS.map(({ name, does }, at) => `  ${at + 1}  ${name.padEnd(16)} ${does}`).join('\n');

/** @returns undefined if a part of the answer is neither the number nor the name of a journey. */
export function readAnswer(answer: string): string[] | undefined {
  const parts = answer
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const chosen = parts.map((part) =>
    JOURNEYS.findIndex(({ name }, at) => part === name || part === `${at + 1}`),
  );
  if (chosen.includes(-1)) return undefined;
  return JOURNEYS.filter((_, at) => chosen.includes(at)).map(({ name }) => name);
}
