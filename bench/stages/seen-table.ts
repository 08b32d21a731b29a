// The seen table, and a prototype of packed pages behind the same port: what a first import and a nightly file (c)
// would cost in units and dollars. Forward's own step runs, over stores in memory that count as DynamoDB does.

import { systemClock } from '../../lambdas/adapters/system-clock.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import { DOLLARS } from '../../lambdas/domain/report/cost.ts';
import { forwardPartition } from '../../lambdas/forward/forward-partition.ts';
import type { SeenKeys } from '../../lambdas/forward/next-batch.ts';
import { momentsKeyOf, seenKeysOf } from '../../lambdas/forward/seen-keys.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import type { SeenTable } from '../../lambdas/ports/seen-table.ts';
import { partitionsOf } from '../files/partitions-of.ts';
import { eventsFile } from '../files/write-file.ts';
import { type Result, result } from '../results.ts';
import type { Scale } from '../scale.ts';
import { type Meter, meteredItems, meteredPages, newMeter } from '../seen-pages/metered.ts';
import { packedSeenTable, type SeenPages } from '../seen-pages/packed-seen-table.ts';
import { type BucketBy, bucketOf, pageKeys } from '../seen-pages/page-keys.ts';

const NEW_SHARE = 0.017;
const PARTITIONS = 20;
/** Events of a month that a page is meant to hold: 4 KB of them. */
const EVENTS_A_PAGE = 130;
const MONTHS = 3;

interface Design {
  readonly name: string;
  readonly seen: (meter: Meter) => SeenPages;
  readonly keys: SeenKeys;
  readonly order?: (a: Operation, b: Operation) => number;
}

export async function measureSeenTable({ seen }: Scale): Promise<Result[]> {
  const buckets = Math.ceil(seen / MONTHS / EVENTS_A_PAGE / PARTITIONS) * PARTITIONS;
  const designs: readonly Design[] = [
    { name: 'an item per event', seen: meteredItems, keys: seenKeysOf('bench', 'secret') },
    pages('pages by event key', 'key', buckets),
    pages('pages by person, partition in their order', 'person', buckets),
  ];
  const news = Math.round(seen * NEW_SHARE);
  const results: Result[] = [];
  for (const design of designs) {
    const meter = newMeter();
    const table = design.seen(meter);
    await forward(await eventsFile(0, seen), 'first', table, design);
    const first = { ...meter };
    await forward(await eventsFile(news, seen + news), 'nightly', table, design);
    results.push(...resultsOf(design.name, first, meter, seen));
  }
  return results;
}

function pages(name: string, by: BucketBy, buckets: number): Design {
  const bucket = (operation: Operation) => bucketOf(operation, by, buckets);
  return {
    name,
    seen: (meter) => packedSeenTable(meteredPages(meter)),
    keys: pageKeys(by, buckets),
    // Persons of one page beside each other, so that a batch touches few of them.
    ...(by === 'person' ? { order: (a, b) => bucket(a) - bucket(b) } : {}),
  };
}

function resultsOf(name: string, first: Meter, both: Meter, events: number): Result[] {
  const perMillion = (units: number) => (units * 1e6) / events;
  const dollars = (readUnits: number, writeUnits: number) =>
    perMillion(readUnits * DOLLARS.readUnits + writeUnits * DOLLARS.writeUnits);
  const nightly = { reads: both.readUnits - first.readUnits, writes: both.writeUnits - first.writeUnits };
  return [
    result(name, 'first import', dollars(first.readUnits, first.writeUnits), '$ a million rows'),
    result(name, 'first import, units written', perMillion(first.writeUnits) / 1000, 'k a million rows'),
    result(name, 'nightly (c)', dollars(nightly.reads, nightly.writes), '$ a million rows'),
    result(name, 'nightly (c), calls', perMillion(both.calls - first.calls) / 1000, 'k a million rows'),
    result(name, 'stored', both.storedBytes / events, 'bytes an event'),
  ];
}

async function forward(path: string, importId: string, seen: SeenPages, design: Design): Promise<void> {
  const { numbers, objects } = await partitionsOf(path, importId, PARTITIONS, design.order);
  const ports = {
    seen: seen as SeenTable,
    clock: systemClock,
    objects: objects as ObjectStore,
    customerIo: { postBatch: async () => ({ status: 'accepted', declined: [] }) as const },
    imports: {
      claimPartition: async () => ({ epoch: 1, checkpoint: undefined }),
      saveCheckpoint: async () => undefined,
      setReason: async () => undefined,
    },
  };
  const settings = {
    seenKeys: design.keys,
    momentsKey: momentsKeyOf('bench', 'secret'),
    secondsBetweenRequests: 0,
    deadline: Number.POSITIVE_INFINITY,
  };
  for (const partition of numbers) await forwardPartition({ importId, partition }, ports, settings);
}
