// Golden tests: the result of a fixture's file is kept next to it as `<name>.golden.json`. A person has checked it.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import { mapFile } from './map-file.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);

export const fixture = (path: string): Buffer => readFileSync(new URL(path, FIXTURES));

/**
 * Maps a fixture and compares the items and rejects with its golden file.
 * After an intended change: `GOLDEN=write npm test -- test/lambdas/domain/presets`, `npm run format`, and read the diff.
 * @param name of the golden file, if a fixture has several.
 */
export function expectGolden(path: string, feed: FeedInput, name = path.replace(/\.csv$/, '')): void {
  const { rows, items, rejects, notes } = mapFile(feed, fixture(path));
  const result = {
    rows,
    items,
    rejects: rejects.map(({ line, code, column }) => ({ line, code, column })),
    notes: notes.map(({ column }) => column),
  };
  const golden = new URL(`${name}.golden.json`, FIXTURES);
  if (process.env.GOLDEN === 'write') writeFileSync(golden, prettyJson(result));
  expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
}
