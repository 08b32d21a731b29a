import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundledFeeds } from '../../../lambdas/adapters/bundled-feeds.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundled-feeds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (json: string) => {
  writeFileSync(join(folder, 'feeds.json'), json);
  return bundledFeeds(pathToFileURL(join(folder, 'index.mjs')).href);
};
const people = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }] };

describe('bundledFeeds', () => {
  it('reads the feeds next to the code, with their defaults', () => {
    const feeds = read(JSON.stringify({ workspace: 'main', feeds: { people } }));
    expect(feeds).toMatchObject({
      workspace: 'main',
      feeds: { people: { kind: 'people', unmapped: 'keep' } },
    });
  });

  it.each([
    ['{"workspace":"main","feeds":{"people":{"kind":"people"}}}', 'a feed lacks an option'],
    ['{"feeds":{}}', 'the workspace is missing'],
    ['{', 'not JSON'],
  ])('does not start on %j: %s', (json, _because) => {
    expect(() => read(json)).toThrow();
  });

  it('does not start without feeds', () => {
    expect(() => bundledFeeds(pathToFileURL(join(folder, 'index.mjs')).href)).toThrow(/ENOENT/);
  });
});
