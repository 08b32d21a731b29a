// An import has the same result whenever and however often a worker crashes.
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { Item } from '../../../lambdas/domain/operations/item.ts';
import { firstLine } from '../../../lambdas/domain/operations/operation.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { forwardPartition } from '../../../lambdas/forward/forward-partition.ts';
import { readPartition } from '../../../lambdas/forward/read-partition.ts';
import {
  aWorld,
  declinedIn,
  drop,
  forwardSettings,
  isAbout,
  outcomesIn,
  prepare,
  tallyIn,
  type World,
} from '../../builders/world.ts';
import { atDepth } from '../../depth.ts';
import { Crash, type CrashKind, crashAt } from '../../fakes/crashing-ports.ts';
import { csv, rows } from '../../integration/csv.ts';

const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: { events, people, dated: { ...people, updatedAt: { column: 'at' } } },
});

type CrashPoint = readonly [at: number, kind: CrashKind];

/** So long that a few dozen events need two batches. */
const NOTE = 'x'.repeat(20_000);
const event = (id: string, person: string, note = NOTE) =>
  `${person},visit,2025-12-31T10:00:00Z,${id},${note}`;
const EVENTS_HEADER = 'customer_id,event_name,timestamp,event_id,note';

/** New events, repeats, a conflict, events of an earlier import, declined items, and one with which the batch is declined. */
async function prepareEvents(world: World): Promise<string> {
  const earlier = [event('e1', 'p1'), event('e30', 'p2'), event('e31', 'p3', 'other')];
  await finish(
    world,
    await prepare(world, await drop(world, 'incoming/events/0.csv', csv(EVENTS_HEADER, ...earlier))),
  );
  world.clock.advance(60);
  world.customerIo.decline((item) => isAbout('p4')(item) || isAbout('p25')(item));
  world.customerIo.chokeOn(isAbout('p12'));
  const lines = [
    ...rows(31, (n) => event(`e${n}`, `p${n % 28}`)),
    event('e2', 'p2'),
    event('e3', 'p3', 'conflict'),
  ];
  return prepare(world, await drop(world, 'incoming/events/1.csv', csv(EVENTS_HEADER, ...lines)));
}

/** New people, a change, a repeat, several rows of one person, and a declined person. */
async function preparePeople(world: World): Promise<string> {
  const header = 'id,email,plan';
  const earlier = ['ann,a@x.io,free', 'bob,b@x.io,free'];
  await finish(
    world,
    await prepare(world, await drop(world, 'incoming/people/0.csv', csv(header, ...earlier))),
  );
  world.clock.advance(60);
  world.customerIo.decline(isAbout('dan'));
  const lines = [
    'ann,a@x.io,pro',
    'bob,b@x.io,free',
    'cleo,c@x.io,free',
    'dan,d@x.io,free',
    'cleo,,pro',
    'cleo,,pro',
  ];
  return prepare(world, await drop(world, 'incoming/people/1.csv', csv(header, ...lines)));
}

/** A feed with times of its own: new and stale data, data that is still true, and rows that merge by their times. */
async function prepareDated(world: World): Promise<string> {
  const header = 'id,plan,at';
  const earlier = [
    'ann,free,2025-12-02T00:00:00Z',
    'bob,free,2025-12-02T00:00:00Z',
    'cleo,free,2025-12-02T00:00:00Z',
  ];
  await finish(
    world,
    await prepare(world, await drop(world, 'incoming/dated/0.csv', csv(header, ...earlier))),
  );
  world.clock.advance(60);
  world.customerIo.decline(isAbout('dan'));
  const lines = [
    'ann,pro,2025-12-01T00:00:00Z',
    'bob,free,2025-12-03T00:00:00Z',
    'cleo,pro,2025-12-04T00:00:00Z',
    'cleo,free,2025-12-03T00:00:00Z',
    'dan,free,2025-12-03T00:00:00Z',
  ];
  return prepare(world, await drop(world, 'incoming/dated/1.csv', csv(header, ...lines)));
}

/** Calls Forward as the workflow does, until it is done. Each call crashes as the list says. @returns the number of effects. */
async function finish(world: World, importId: string, crashes: readonly CrashPoint[] = []): Promise<number> {
  for (let calls = 0; ; calls++) {
    const [at, kind] = crashes[calls] ?? [];
    const { ports, effects } = crashAt({ ...world }, at, kind);
    const [end] = await Promise.allSettled([
      forwardPartition({ importId, partition: 0 }, ports, forwardSettings(world)),
    ]);
    await expectSeenIsDelivered(world, importId);
    if (end.status === 'fulfilled' && end.value.status === 'done') return effects();
    if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
  }
}

/** Seen means delivered, at any time. */
async function expectSeenIsDelivered(world: World, importId: string): Promise<void> {
  const { objects, seen, customerIo } = world;
  const { operations } = await readPartition({ importId, partition: 0 }, objects);
  const { seenKeys } = forwardSettings(world);
  for (const operation of operations) {
    const item = JSON.parse(operation.item) as Item;
    if (item.action !== 'event' || !seen.items.has(seenKeys(operation))) continue;
    if (!customerIo.events.has(item.id))
      throw new Error(`line ${firstLine(operation.meta)} is seen but not delivered`);
  }
}

/** Everything that an import stores and delivers. */
async function result(world: World, importId: string) {
  return {
    outcomes: await outcomesIn(world, importId),
    keptBack: (await tallyIn(world, importId)).keptBack,
    events: [...world.customerIo.events.keys()].sort(),
    people: [...world.customerIo.people].sort(),
    seen: [...world.seen.items].sort(),
    declined: declinedIn(world, importId).toSorted((a, b) => a.row - b.row),
  };
}

describe.each([
  ['events', prepareEvents, { delivered: 25, duplicate: 5, rejected: 3, conflicts: 2 }],
  ['people', preparePeople, { delivered: 3, duplicate: 1, unchanged: 1, rejected: 1 }],
  ['dated people', prepareDated, { delivered: 2, unchanged: 1, rejected: 1, expired: 1 }],
] as const)('an import of %s', (_, prepareImport, outcomes) => {
  let undisturbed: Awaited<ReturnType<typeof result>>;
  let effects: number;
  beforeAll(async () => {
    const world = aWorld({ feeds: FEEDS });
    const importId = await prepareImport(world);
    effects = await finish(world, importId);
    undisturbed = await result(world, importId);
  });

  const after = async (crashes: readonly CrashPoint[]) => {
    const world = aWorld({ feeds: FEEDS });
    const importId = await prepareImport(world);
    await finish(world, importId, crashes);
    return result(world, importId);
  };

  it('has these outcomes without a crash', () => {
    expect(undisturbed.outcomes).toEqual(outcomes);
    expect(undisturbed.declined.map(({ rows: count }) => count).reduce((a, b) => a + b)).toBe(
      outcomes.rejected,
    );
  });

  // An effect that is lost is the crash after the effect before it.
  it.each(atDepth<readonly CrashKind[]>({ short: ['unheard'], full: ['lost', 'unheard'] }))(
    'has the same result, whichever effect is %s in a crash',
    async (kind) => {
      expect(effects).toBeGreaterThan(8);
      for (let at = 1; at <= effects; at++) {
        expect({ at, ...(await after([[at, kind]])) }).toEqual({ at, ...undisturbed });
      }
    },
  );

  it('has the same result after any series of crashes', async () => {
    const crash = fc.tuple(
      fc.integer({ min: 1, max: effects }),
      fc.constantFrom<CrashKind>('lost', 'unheard'),
    );
    const crashes = fc.array(crash, { minLength: 2, maxLength: 6 });
    const property = fc.asyncProperty(crashes, async (series) => {
      expect(await after(series)).toEqual(undisturbed);
    });
    await fc.assert(property, atDepth({ short: { numRuns: 10 }, full: { numRuns: 30 } }));
  });
});
