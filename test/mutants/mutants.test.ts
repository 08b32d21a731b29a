// The list of mutants fits the code. `npm run mutants` runs them.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from 'oxc-parser';
import { mutate } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

describe('the list of mutants', () => {
  it('has at least 40, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'has a text that its file contains once, and code that can be read: %s',
    (_, mutant) => {
      const text = read(mutant.file);
      const changed = mutate(text, mutant);
      expect(changed).not.toBe(text);
      expect(parseSync(mutant.file, changed).errors).toEqual([]);
    },
  );

  it('names existing tests', () => {
    const missing = MUTANTS.flatMap(({ tests }) => tests).filter((path) => !existsSync(resolve(ROOT, path)));
    expect(missing).toEqual([]);
    expect(MUTANTS.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });
});

describe('mutate', () => {
  const mutant = {
    name: 'one-more',
    file: 'one.ts',
    find: 'a',
    replace: '$&b',
    because: 'A test.',
    tests: [],
  };

  it('replaces the text as it is written', () => {
    expect(mutate('xay', mutant)).toBe('x$&by');
  });

  it.each(['xy', 'xaa'])('refuses a file that does not contain the text once: %s', (text) => {
    expect(() => mutate(text, mutant)).toThrow('The mutant "one-more" needs the text "a" once in one.ts.');
  });
});
