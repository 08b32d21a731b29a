// Simulates days of imports that register, read the turns, take a turn and end, in any order and with outdated reads:
// two imports may read at the same moment, and only the version of the turns prevents that both take a turn.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ImportsTable } from '../../../../lambdas/adapters/dynamo-imports-table.ts';
import { type ActiveImport, blockedBy as blockedIn } from '../../../../lambdas/domain/imports/turn.ts';
import { anImport } from '../../../builders/import.ts';
import { cases } from '../../../depth.ts';
import { memoryImportsTable } from '../../../fakes/memory-tables.ts';

const RUNS = cases(1_000);
const FEEDS = {
  customers: 'people',
  companies: 'objects',
  orders: 'events',
  carts: 'events',
  members: 'relationships',
} as const;

const someImports = fc
  .array(
    fc.record({
      feed: fc.constantFrom(...(Object.keys(FEEDS) as (keyof typeof FEEDS)[])),
      arrivedAt: fc.nat({ max: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((all) =>
    all.map(({ feed, arrivedAt }, n) =>
      anImport({ importId: `${feed}-${n}`, feed, kind: FEEDS[feed], arrivedAt }),
    ),
  );
const importsAtOnce = fc.integer({ min: 1, max: 3 });

describe('taking turns', () => {
  /** What one of the imports does next. */
  const step = fc.record({ does: fc.constantFrom('come', 'look', 'go', 'end'), who: fc.nat({ max: 7 }) });

  it('never lets two imports of one feed forward at the same time, nor more imports than the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        someImports,
        fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
        importsAtOnce,
        async (all, steps, places) => {
          const table = memoryImportsTable();
          const looks = new Map<string, Awaited<ReturnType<ImportsTable['turns']>>>();
          for (const { does, who } of steps) {
            const record = all[who % all.length] ?? anImport();
            if (does === 'come') await table.register(record);
            if (does === 'look') looks.set(record.importId, await table.turns());
            if (does === 'go') await go(table, record.importId, looks.get(record.importId), places);
            if (does === 'end') await table.finish(record.importId, 'completed', undefined);
            expectOrder((await table.turns()).active, places);
          }
        },
      ),
      RUNS,
    );
  });

  it('always lets one import forward, until all have ended', async () => {
    await fc.assert(
      fc.asyncProperty(someImports, importsAtOnce, fc.nat(), async (all, places, seed) => {
        const table = memoryImportsTable();
        for (const record of all) await table.register(record);
        const gone: string[] = [];
        for (let { active } = await table.turns(); active.length > 0; { active } = await table.turns()) {
          const free = active.filter((one) => !one.forwarding && !blockedBy(one, active, places));
          const forwarding = active.filter((one) => one.forwarding);
          expect(free.length + forwarding.length).toBeGreaterThan(0);
          const next = [...free, ...forwarding][(seed + gone.length) % (free.length + forwarding.length)];
          if (next?.forwarding) await table.finish(next.importId, 'completed', undefined);
          else if (next) await go(table, next.importId, await table.turns(), places);
          if (next && !next.forwarding) gone.push(next.importId);
        }
        expect(gone.toSorted()).toEqual(all.map(({ importId }) => importId).toSorted());
      }),
      RUNS,
    );
  });
});

describe('blockedBy', () => {
  it('makes exactly one of two imports of a feed wait for the other', () => {
    fc.assert(
      fc.property(someImports, (all) => {
        const waiting = all.map((record) => ({
          ...record,
          feed: 'orders',
          forwarding: false,
          asksUntil: 0,
        }));
        for (const [index, a] of waiting.entries()) {
          for (const b of waiting.slice(index + 1)) {
            const blocked = [blockedBy(a, [a, b], 2), blockedBy(b, [a, b], 2)];
            expect(blocked.filter((one) => one !== undefined)).toHaveLength(1);
          }
        }
      }),
      RUNS,
    );
  });

  it('orders the imports of a feed without a circle', () => {
    fc.assert(
      fc.property(someImports, (all) => {
        const waiting = all.map((record) => ({
          ...record,
          feed: 'orders',
          forwarding: false,
          asksUntil: 0,
        }));
        const inWay = waiting.map((one) => blockedBy(one, waiting, 2)?.importIds.length ?? 0);
        expect(inWay.toSorted((a, b) => a - b)).toEqual(waiting.map((_, index) => index));
      }),
      RUNS,
    );
  });
});

/** Takes the turn as AwaitTurn does, with turns that were read earlier. */
async function go(
  table: ImportsTable,
  importId: string,
  seen: Awaited<ReturnType<ImportsTable['turns']>> | undefined,
  places: number,
): Promise<void> {
  const self = seen?.active.find((one) => one.importId === importId);
  if (!seen || !self || self.forwarding || blockedBy(self, seen.active, places)) return;
  await table.takeTurn(importId, seen.version);
}

/** For an import that still has time to wait, and comes after no other feed. */
function blockedBy(self: ActiveImport, active: readonly ActiveImport[], importsAtOnce: number) {
  return blockedIn(self, { active, ended: new Map(), importsAtOnce, now: 0 });
}

function expectOrder(active: readonly ActiveImport[], places: number): void {
  const feeds = active.filter(({ forwarding }) => forwarding).map(({ feed }) => feed);
  expect(feeds).toEqual([...new Set(feeds)]);
  expect(feeds.length).toBeLessThanOrEqual(places);
}
