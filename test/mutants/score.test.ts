import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MUTANTS } from './mutants.ts';
import {
  type Fate,
  fateOf,
  isEnough,
  printScore,
  quoteScore,
  ScoreSchema,
  scoreOf,
  type Tried,
} from './score.ts';

const NOW = Date.UTC(2026, 0, 2);
const tried = (name: string, fate: Fate): Tried => {
  const [mutant] = MUTANTS;
  if (!mutant) throw new Error('The list is empty.');
  return { mutant: { ...mutant, name }, fate, seconds: 1 };
};

describe('scoreOf', () => {
  it('counts mutants that a test can notice, and names those that no test noticed', () => {
    const all = [
      tried('a', 'killed'),
      tried('b', 'survived'),
      tried('c', 'broken'),
      tried('d', 'equivalent'),
      tried('e', 'killed'),
    ];
    const score = scoreOf(all, NOW, 4.2);
    expect(score).toEqual({
      date: '2026-01-02',
      mutants: 4,
      killed: 2,
      survived: ['b', 'c'],
      equivalent: ['d'],
      seconds: 4,
    });
    expect(quoteScore(score)).toBe('2 of 4 mutants killed (50 %) on 2026-01-02');
    expect(printScore(all)).toContain('survived: b (');
  });
});

describe('the last saved score', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const saved = ScoreSchema.parse(JSON.parse(read('docs/mutants.json')));

  it('is quoted by CONTRIBUTING.md, and is enough', () => {
    expect(read('CONTRIBUTING.md')).toContain(quoteScore(saved));
    expect(isEnough(saved)).toBe(true);
  });
});

describe('fateOf', () => {
  it('is killed only if a test failed, not if the tests could not run', () => {
    expect((['passed', 'failed', 'broken'] as const).map((result) => fateOf({ result }))).toEqual([
      'survived',
      'killed',
      'broken',
    ]);
  });
});

describe('isEnough', () => {
  it.each([
    [97, 100, true],
    [96, 100, false],
    [38, 40, false],
    [39, 40, true],
  ])('of %i killed mutants of %i is %s', (killed, mutants, expected) => {
    expect(isEnough({ killed, mutants })).toBe(expected);
  });
});
