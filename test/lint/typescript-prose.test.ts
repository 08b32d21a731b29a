import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLinter, loadTextlintrc } from 'textlint';

const ROOT = resolve(import.meta.dirname, '../..');
const linter = createLinter({
  descriptor: await loadTextlintrc({ configFilePath: resolve(ROOT, '.textlintrc.cjs') }),
});

describe('the prose linter', () => {
  it.each([
    ['a comment', '// To mend a row.', 1, 7],
    ['a comment at the end of a line', 'const one = 1; // nobody knows', 1, 19],
    ['a docstring', '/**\n * Mends a row.\n */\nexport const one = 1;', 2, 4],
    ['a string', "throw new Error('Mend the row');", 1, 18],
    ['a text with values in it', 'throw new Error(`$' + '{name} is unknown: mend it`);', 1, 38],
    [
      'a phrase that goes on in the next line',
      '// The row is refused by\n// name, but the file is read.',
      1,
      23,
    ],
    ['a test title', "it('tells of a row', () => {});", 1, 5],
  ])('finds %s, where it is', async (_, code, line, column) => {
    expect(await findings(code)).toEqual([{ line, column }]);
  });

  it.each([
    ['names in code', 'export const mend = rows.mend(nobody);'],
    ['a word that stands for itself, such as a key', "const fields = ['mend', 'nobody'];"],
    ['code in a comment', '// The column `mend it` is read.'],
    ['code in a string', "throw new Error('Unknown option `mend it`.');"],
  ])('ignores %s', async (_, code) => {
    expect(await findings(code)).toEqual([]);
  });

  it('says what to write', async () => {
    const { messages } = await linter.lintText('// To mend a row.', 'some.ts');
    expect(messages.map(({ message }) => message)).toEqual(['mend => fix']);
  });
});

async function findings(code: string): Promise<{ line: number; column: number }[]> {
  const { messages } = await linter.lintText(`${code}\n`, 'some.ts');
  return messages.map(({ line, column }) => ({ line, column }));
}
