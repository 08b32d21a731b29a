// Imports that overlap, with random faults: every promise is kept. Run one seed again with `npm run prove -- --seed N`.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { runSeeds } from './run-seeds.ts';
import { runSchedule, SEEDS } from './schedules.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

describe('a random schedule', () => {
  it('is the same for the same seed', async () => {
    const [one, other] = [await runSchedule(deployment, 7), await runSchedule(deployment, 7)];
    expect(one.effects).toBe(other.effects);
    expect(one.cloud.vendor.requests).toEqual(other.cloud.vendor.requests);
  });

  it.each([2392, 9946, 15708, 23670, 29336, 29864, 32964, 63764, 73900])(
    'that once broke a promise keeps it: seed %d',
    async (seed) => {
      expect((await runSchedule(deployment, seed)).violations).toEqual([]);
    },
  );

  const seeds = atDepth(SEEDS);
  it(`loses and repeats nothing with ${seeds} seeds`, async () => {
    const { runs, redriven, broken } = await runSeeds({ count: seeds });
    expect(broken).toEqual([]);
    expect(runs).toBe(seeds);
    expect(redriven).toBeGreaterThan(0);
  });
});
