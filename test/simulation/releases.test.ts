// Other versions are deployed at any moment of overlapping imports with random faults, and stopped imports are redriven:
// every promise is kept. Run one seed again with `npm run prove -- --release N`.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { OUTLIVING, runOutlived } from './outlived.ts';
import { runSeeds } from './run-seeds.ts';
import { RELEASE_SEEDS, runReleases } from './schedules.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

/** A short run makes every fourth effect of a function late, beginning with the first. */
const EVERY = atDepth({ short: 4, full: 1 });

describe('a function of an execution that was aborted', () => {
  it.each(OUTLIVING)(
    'does no harm if its effect is late, and another version is redriven meanwhile: %s',
    async (name) => {
      const broken: string[] = [];
      for (let effect = 1; ; effect += EVERY) {
        const { isLate, violations } = await runOutlived(deployment, name, effect);
        broken.push(...violations.map((violation) => `effect ${effect}: ${violation}`));
        if (!isLate) break;
      }
      expect(broken).toEqual([]);
    },
  );
});

describe('a random schedule with releases in between', () => {
  it('is the same for the same seed', async () => {
    const [one, other] = [await runReleases(deployment, 7), await runReleases(deployment, 7)];
    expect(one.effects).toBe(other.effects);
    expect(one.cloud.vendor.requests).toEqual(other.cloud.vendor.requests);
  });

  it.each([33, 37, 122, 182, 272, 378, 1018, 700861])(
    'that once broke a promise keeps it: seed %d',
    async (seed) => {
      expect((await runReleases(deployment, seed)).violations).toEqual([]);
    },
  );

  const seeds = atDepth(RELEASE_SEEDS);
  it(`loses and repeats nothing with ${seeds} seeds`, async () => {
    const { runs, redriven, broken } = await runSeeds({ count: seeds, releases: true });
    expect(broken).toEqual([]);
    expect(runs).toBe(seeds);
    expect(redriven).toBeGreaterThan(0);
  });
});
