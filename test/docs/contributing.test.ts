// CONTRIBUTING.md lists files to change: they exist.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** What commands write. */
const MADE = ['report.json', 'dist/'];

describe('CONTRIBUTING.md', () => {
  it('names existing files and folders', () => {
    const paths = [...page.matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[\w.-]+\.(?:md|json|yml))`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(40);
    // What is next to the project is not in every clone.
    const own = paths.filter((path) => !path.startsWith('../') && !MADE.includes(path));
    expect(own.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
  });

  it('names what the files contain', () => {
    const named = [...page.matchAll(/`(\w+)` in `(\S+\.ts)`/g)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, name = '', path = ''] of named)
      expect(readFileSync(resolve(ROOT, path), 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it.each(['reject code', 'outcome', 'state', 'guard', 'preset'])('says how to add one: %s', (thing) => {
    expect(page).toMatch(new RegExp(`^## Add an? ${thing}$`, 'm'));
  });
});
