// Whichever effect a worker dies at, before or after it: what Customer.io holds in the end is the same.
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { fatesOf, struck, type Undisturbed, undisturbed } from './points.ts';

jest.setTimeout(300_000);
let deployment: Deployment;
let whole: Undisturbed;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
  whole = await undisturbed(deployment);
});

describe('the simulation', () => {
  it('keeps every promise when nothing happens', () => {
    expect(whole.run.violations).toEqual([]);
    expect(whole.run.redriven).toBe(0);
  });

  it('has effects in every function of the workflow, on every side', () => {
    const functions = new Set(whole.effects.map((effect) => effect.function));
    const definition = JSON.stringify(deployment.machine);
    const called = [...deployment.functions].filter(([arn]) => definition.includes(arn));
    expect([...functions].sort()).toEqual(called.map(([, { name }]) => name).sort());
    const sides = new Set(whole.effects.map(({ name }) => name.split(' ')[0]));
    expect([...sides].sort()).toEqual(['customerio', 'dynamodb', 'lambda', 'notices', 's3']);
  });
});

describe('a crash', () => {
  it.each(['before', 'after'] as const)('%s any effect loses nothing and repeats nothing', async (fate) => {
    const broken: unknown[] = [];
    for (const { n, ...effect } of whole.effects) {
      const { violations } = await struck(deployment, [{ at: n, fate }], whole);
      if (violations.length > 0) broken.push({ at: n, ...effect, violations });
    }
    expect(broken).toEqual([]);
  });
});

describe('a worker that is taken for dead, a call that is refused, a call whose answer is lost', () => {
  it('do no harm at any fourth effect', async () => {
    const broken: unknown[] = [];
    for (const { n, ...effect } of whole.effects) {
      const fates = fatesOf({ n, ...effect }).filter((fate) => fate !== 'before' && fate !== 'after');
      const fate = fates[(n >> 2) % fates.length];
      if (n % 4 !== 0 || fate === undefined) continue;
      const { violations } = await struck(deployment, [{ at: n, fate }], whole);
      if (violations.length > 0) broken.push({ at: n, fate, ...effect, violations });
    }
    expect(broken).toEqual([]);
  });
});
