// A worker dies before or after each effect: what Customer.io has in the end is the same.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import type { Effect, Fate } from './invocation.ts';
import { fatesOf, isStart, newsOf, SCENES, struck, type Undisturbed, undisturbed } from './points.ts';

let deployment: Deployment;
let wholes: readonly Undisturbed[];
beforeAll(async () => {
  deployment = await deploy(FEEDS);
  const all: Undisturbed[] = [];
  for (const scene of SCENES) all.push(await undisturbed(deployment, scene));
  wholes = all;
});

describe('the simulation', () => {
  it('keeps every promise without faults', () => {
    for (const { run } of wholes) expect(run).toMatchObject({ violations: [], redriven: 0 });
  });

  it('has effects in every function of the workflow, on every service', () => {
    const effects = wholes.flatMap((whole) => whole.effects);
    const functions = new Set(effects.map((effect) => effect.function));
    const definition = JSON.stringify(deployment.machine);
    const called = [...deployment.functions].filter(([arn]) => definition.includes(arn));
    expect([...functions].sort()).toEqual(called.map(([, { name }]) => name).sort());
    const sides = new Set(effects.map(({ name }) => name.split(' ')[0]));
    expect([...sides].sort()).toEqual([
      'customerio',
      'dynamodb',
      'lambda',
      'notices',
      's3',
      'secrets',
      'states',
    ]);
  });

  it('has canaries that are approved, rejected, or not answered', () => {
    const ends = wholes.map(({ run }) =>
      run.cloud.notices.map(({ event }) => event.reason?.code ?? event.state).slice(0, 2),
    );
    expect(ends.filter(([first]) => first === 'awaiting-approval')).toEqual([
      ['awaiting-approval', 'completed'],
      ['awaiting-approval', 'canary_rejected'],
      ['awaiting-approval', 'approval_timed_out'],
      ['awaiting-approval', 'completed'],
    ]);
    const looks = wholes.map(
      ({ effects }) => effects.filter(({ name }) => name === 'customerio look').length,
    );
    expect(looks.at(-1)).toBeGreaterThan(0);
  });
});

/** A short run has faults in the first scene, a full run in all. */
const NAMES = SCENES.slice(0, atDepth({ short: 1, full: SCENES.length })).map(({ name }) => name);

/** The broken promises of a scene, with the fate that `fateOf` gives for each effect. */
async function brokenIn(name: string, fateOf: (effect: Effect) => Fate | undefined): Promise<unknown[]> {
  const whole = wholes.find(({ scene }) => scene.name === name) as Undisturbed;
  const broken: unknown[] = [];
  for (const effect of newsOf(whole)) {
    const fate = fateOf(effect);
    if (fate === undefined) continue;
    const { violations } = await struck(deployment, [{ at: effect.n, fate }], whole);
    if (violations.length > 0) broken.push({ ...effect, fate, violations });
  }
  return broken;
}

describe.each(NAMES)('%s', (name) => {
  it('lose and repeat nothing after a crash after any effect', async () => {
    expect(await brokenIn(name, () => 'after')).toEqual([]);
  });

  it('lose and repeat nothing after a crash before any effect', async () => {
    const strikes = atDepth({ short: isStart, full: () => true });
    expect(await brokenIn(name, (effect) => (strikes(effect) ? 'before' : undefined))).toEqual([]);
  });

  const every = atDepth({ short: 12, full: 4 });
  it(`lose and repeat nothing after a worker is given up, or a call is refused or its response lost, at one of ${every} effects`, async () => {
    const others = (effect: Effect) =>
      fatesOf(effect).filter((fate) => fate !== 'before' && fate !== 'after');
    const broken = await brokenIn(name, (effect) => {
      const fates = others(effect);
      return effect.n % every === 0 ? fates[(effect.n / every) % fates.length] : undefined;
    });
    expect(broken).toEqual([]);
  });
});
