// docs/reliability.md and the README state which tests run, and quote the last long proof.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { number } from '../../lambdas/contracts/format.ts';
import { HOSTILE_FILES } from '../hostile/run-hostile.ts';
import { MUTANTS } from '../simulation/mutants.ts';
import { ProofSchema, quoteProof } from '../simulation/proof.ts';
import { SEEDS } from '../simulation/schedules.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = read('docs/reliability.md');
const PROOF = ProofSchema.parse(JSON.parse(read('docs/proof.json')));

describe('docs/reliability.md', () => {
  it('states how many schedules `npm test` and `npm run test:all` run', () => {
    for (const seeds of Object.values(SEEDS)) expect(PAGE).toContain(`${number(seeds)} seeds`);
  });

  it('states the command that measured the figures, and their rate', () => {
    expect(PAGE).toContain(`\`${PROOF.command}\``);
    expect(PAGE).toContain(`${PROOF.rate} a second`);
  });

  it('names existing files', () => {
    const named = [...PAGE.matchAll(/\]\((\.\.\/[^)#]+)\)/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(3);
    for (const path of named)
      expect(() => readFileSync(new URL(`../../docs/${path}`, import.meta.url))).not.toThrow(/ENOENT/);
  });
});

describe('the last long proof', () => {
  it.each(['README.md', 'docs/reliability.md'])('is quoted by %s', (path) => {
    expect(read(path)).toContain(quoteProof(PROOF));
  });

  it('covers the mutants of the simulation and the hostile files of its day, and broke no promise', () => {
    const { mutants, caught, hostile, broken } = PROOF;
    expect({ caught, broken }).toEqual({ caught: mutants, broken: 0 });
    // Mutants and files are only added. Newer ones are in npm test.
    expect(mutants).toBeGreaterThanOrEqual(10);
    expect(mutants).toBeLessThanOrEqual(MUTANTS.length);
    expect(hostile.files).toBeGreaterThanOrEqual(265);
    expect(hostile.files).toBeLessThanOrEqual(HOSTILE_FILES.length);
    expect(hostile).toMatchObject({
      crashes: 0,
      hangs: 0,
      losses: 0,
      surprises: 0,
    });
  });
});
