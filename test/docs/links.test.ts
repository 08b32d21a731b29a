// Each link of the README, of CONTRIBUTING and of docs/, and each page that the code names, exists.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { headingsOf, relativeLinksOf } from './markdown-links.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = [...globSync('*.md', { cwd: ROOT }), ...globSync('docs/**/*.md', { cwd: ROOT })].toSorted();

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  if (anchor === undefined || anchor === '' || statSync(join(ROOT, target)).isDirectory()) return false;
  // Of other files an anchor is a line.
  return target.endsWith('.md') && headingsOf(read(target)).every((heading) => heading.anchor !== anchor);
}

describe('the links of', () => {
  it.each(PAGES)('%s lead to files and headings that exist', (page) => {
    expect(relativeLinksOf(read(page)).filter((link) => isBroken(page, link))).toEqual([]);
  });
});

describe('the code', () => {
  it('names pages and headings that exist', () => {
    const sources = globSync('{bin,cli,lambdas,lib,local,test}/**/*.ts', { cwd: ROOT });
    const named = sources.flatMap((path) =>
      [...read(path).matchAll(/\bdocs\/[\w/-]+\.(?:md|json)(?:#[\w-]+)?/g)].map(([link]) => link),
    );
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((link) => isBroken('README.md', link))).toEqual([]);
  });
});

describe('headingsOf', () => {
  it('makes the anchors that GitHub makes', () => {
    const page =
      '# Files\n```sh\n# no heading\n```\n## What a row does: `action`\n## A_b – [c](d.md)\n## Files\n';
    expect(headingsOf(page).map(({ anchor }) => anchor)).toEqual([
      'files',
      'what-a-row-does-action',
      'a_b--c',
      'files-1',
    ]);
  });
});
