// Files that no one should drop. Each has an expected result; none crashes, hangs or silently loses a row.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { everyNth, runAllHostile } from './prove-hostile.ts';
import { HOSTILE_FILES, type HostileResult } from './run-hostile.ts';

/** A short run imports every fourth file. */
const STEP = atDepth({ short: 4, full: 1 });

let results: ReadonlyMap<string, HostileResult>;
beforeAll(async () => {
  results = new Map((await runAllHostile(STEP)).map((result) => [result.name, result]));
});

describe('a hostile file', () => {
  it.each(everyNth(STEP))('$name: $becomes', ({ name, becomes }) => {
    expect(results.get(name)).toEqual({ name, became: becomes, lost: [] });
  });

  it('has more than 200 kinds, each with its own name', () => {
    expect(HOSTILE_FILES.length).toBeGreaterThanOrEqual(200);
    expect(new Set(HOSTILE_FILES.map(({ name }) => name)).size).toBe(HOSTILE_FILES.length);
  });
});
