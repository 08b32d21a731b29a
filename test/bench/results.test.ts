import { describe, expect, it } from '@jest/globals';
import { inRounds, spreadOf, timesFaster } from '../../bench/measure/harness.ts';
import { printMarkdown, printTable } from '../../bench/measure/print.ts';
import { atLeast, atMost, isMet, result, withGoal } from '../../bench/measure/results.ts';

describe('inRounds', () => {
  it('runs the variants in turn, and does not count the first round', async () => {
    const order: string[] = [];
    const variant = (name: 'a' | 'b') => ({ name, run: () => order.push(name) });
    const { a, b } = await inRounds([variant('a'), variant('b')], 2);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect([a.cpu.length, b.wall.length]).toEqual([2, 2]);
  });
});

describe('timesFaster', () => {
  it('compares within each round, so that a slow phase of the machine has no effect', () => {
    expect(timesFaster([1, 10, 2], [3, 30, 4])).toEqual({ median: 3, least: 2, most: 3 });
  });
});

describe('spreadOf', () => {
  it.each([
    [[3, 1, 2], { median: 2, least: 1, most: 3 }],
    [[4, 1, 2, 3], { median: 2.5, least: 1, most: 4 }],
  ])('of %j is its median, least and most', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });
});

describe('a result', () => {
  const fast = withGoal(
    result('split', 'compared with reading only', { median: 0.5, least: 0.4, most: 0.6 }, '×'),
    atLeast(0.25),
  );
  const expensive = withGoal(result('cost', 'a million rows', 0.9, '$'), atMost(0.8));

  it.each([
    [fast, true],
    [expensive, false],
    [result('split', 'speed', 1.5, 'GB/s'), undefined],
  ])('is compared with its goal, if it has one', (one, met) => {
    expect(isMet(one)).toBe(met);
  });

  it('is printed with its spread and its goal', () => {
    expect(printMarkdown([fast, expensive])).toContain(
      '| split | compared with reading only | 0.5 × | 0.4 to 0.6 | ≥ 0.25 | met |\n| cost | a million rows | 0.9 $ |  | ≤ 0.8 | missed |\n',
    );
    expect(printTable([expensive])).toContain('missed');
  });
});
