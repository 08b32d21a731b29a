import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { canaryOfImport, choosePicks, featuresOf } from '../../../../lambdas/domain/canary/canary.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { eventOperation, personOperation } from '../../../builders/operation.ts';

const pick = (...features: string[]) => ({ features });

describe('canaryOfImport', () => {
  const feed = FeedSchema.parse({ ...events, canary: 20 });
  const plan = { canary: undefined, dryRun: false, approved: false };

  it.each([
    ['has the size that the feed sets', {}, 20],
    ['has the size in the name of the folder, if there is one', { canary: 5 }, 5],
    ['is empty in a dry run', { dryRun: true, canary: 5 }, 0],
    ['is empty if the import was approved', { approved: true, canary: 5 }, 0],
  ])('%s', (_, change, size) => {
    expect(canaryOfImport({ ...plan, ...change }, feed).size).toBe(size);
  });
});

describe('choosePicks', () => {
  it('picks every name of an event once before it picks one twice', () => {
    const many = Array.from({ length: 50 }, () => pick('0:visited'));
    const rare = pick('0:refunded');
    expect(choosePicks([...many, rare], 2)).toEqual([many[0], rare]);
  });

  it('picks a rare column before a common one', () => {
    const common = [pick('0:ordered', '1:total'), pick('0:ordered', '1:total')];
    const rare = pick('0:ordered', '1:total', '1:gift');
    expect(choosePicks([...common, rare], 2)).toContain(rare);
  });

  it('picks the rarest columns if there is no room for all', () => {
    const [first, common, rare] = [
      pick('0:ordered', '1:a'),
      pick('0:ordered', '1:total'),
      pick('0:ordered', '1:gift'),
    ];
    expect(choosePicks([first, common, common, rare], 2)).toEqual([first, rare]);
  });

  const candidates = fc.array(
    fc.uniqueArray(fc.constantFrom('0:a', '0:b', '1:x', '1:y', '1:z'), { minLength: 1 }).map((features) => ({
      features,
    })),
    { maxLength: 60 },
  );

  it('picks as many as it is asked for, or all, each once and in order', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 70 }), (all, size) => {
        const picks = choosePicks(all, size);
        expect(picks).toHaveLength(Math.min(size, all.length));
        expect(all.filter((one) => picks.includes(one))).toEqual(picks);
      }),
    );
  });

  it('picks every feature if there is room for it', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const features = new Set(all.flatMap((one) => one.features));
        const seen = new Set(choosePicks(all, features.size || 1).flatMap((one) => one.features));
        expect(seen).toEqual(features);
      }),
    );
  });
});

describe('featuresOf', () => {
  it('has the name of an event and the names of its attributes, but no values', () => {
    const event = eventOperation({ name: 'ordered' }, { total: 12, note: 'secret' });
    expect(featuresOf(event)).toEqual(['0:ordered', '1:total', '1:note']);
    expect(featuresOf(personOperation({ plan: 'gold' }))).toEqual(['0:person', '1:plan']);
  });
});
