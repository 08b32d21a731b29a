// A week of a model shop is imported. Customer.io and the reports have what the oracle says, which knows the shop and not the
// pipeline. Run one seed again with `npm run prove -- --shop N`.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { type Deployment, deploy } from '../simulation/deployment.ts';
import { SHOP_FEEDS } from './feeds.ts';
import { WEEK } from './model/make-shop.ts';
import { playOf, playShop } from './play-shop.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(SHOP_FEEDS);
});

describe('a week of a model shop', () => {
  const count = atDepth({ short: 2, full: 50 });
  const seeds = Array.from({ length: count }, (_, n) => n + 1);
  it.each(seeds)('leaves in Customer.io and in the reports what the oracle says: seed %d', async (seed) => {
    const { wrong, files, events } = await playShop(deployment, playOf(seed, WEEK));
    expect(wrong).toEqual([]);
    expect(files).toBeGreaterThan(10);
    expect(events).toBeGreaterThan(20);
  });

  it('is the same for the same seed', () => {
    expect(playOf(3, WEEK)).toEqual(playOf(3, WEEK));
    expect(playOf(3, WEEK)).not.toEqual(playOf(4, WEEK));
  });
});
