// Files that nobody should drop: each has a verdict by name; none crashes, hangs or loses a row in silence.
import { afterAll, describe, expect, it } from '@jest/globals';
import { totalsOf } from './prove-hostile.ts';
import { HOSTILE_FILES, type HostileResult, runHostile } from './run-hostile.ts';

describe('a hostile file', () => {
  const results: HostileResult[] = [];
  afterAll(() => console.info(JSON.stringify(totalsOf(results))));

  it.each(HOSTILE_FILES)('$name: $becomes', async (hostile) => {
    const result = await runHostile(hostile);
    results.push(result);
    const { became, lost } = result;
    expect({ became, lost }).toEqual({ became: hostile.becomes, lost: [] });
  });

  it('comes in more than 200 kinds, each told by its name', () => {
    expect(HOSTILE_FILES.length).toBeGreaterThanOrEqual(200);
    expect(new Set(HOSTILE_FILES.map(({ name }) => name)).size).toBe(HOSTILE_FILES.length);
  });

  it('leaves no trace in what all objects inherit', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
