// One Forward worker in its own process, so that its CPU time can be measured. Messages tell it to deliver the rows of a
// file with the step of Forward, or one by one with the naive program.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../../lambdas/adapters/dynamo-seen-table.ts';
import { systemClock } from '../../lambdas/adapters/system-clock.ts';
import { trackApi } from '../../lambdas/adapters/track-api.ts';
import { forwardPartition } from '../../lambdas/forward/forward-partition.ts';
import {
  attributeHashesOf,
  personHashOf,
  rememberedKeyOf,
  seenKeysOf,
} from '../../lambdas/forward/seen-keys.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { partitionsOf } from '../files/partitions-of.ts';
import { rowSender, sendRows } from '../naive/send-rows.ts';
import { CREDENTIALS, IMPORTS_TABLE, SEEN_TABLE, type Served } from './served.ts';

/** The messages of the stage, and the answers. */
export interface Order {
  readonly how: 'ours' | 'naive';
  readonly path: string;
}
export interface Done {
  readonly cpuSeconds: number;
  readonly rows: number;
}

const served = JSON.parse(process.argv[2] ?? '') as Served;
const dynamodb = new DynamoDBClient({
  endpoint: served.dynamodb,
  region: 'eu-west-1',
  credentials: CREDENTIALS.aws,
});
const customerIo = trackApi({
  origin: served.customerIo,
  credentials: async () => CREDENTIALS.customerIo,
  now: systemClock.now,
  onAnswer: () => undefined,
});
const ports = {
  imports: dynamoImportsTable(dynamodb, IMPORTS_TABLE, systemClock.now),
  seen: dynamoSeenTable(dynamodb, SEEN_TABLE, systemClock),
  customerIo,
  clock: systemClock,
};
const sender = rowSender(dynamodb, SEEN_TABLE, served.customerIo, CREDENTIALS.customerIo);

process.on('disconnect', () => process.exit());
process.on('message', async ({ how, path }: Order) => {
  const work = how === 'ours' ? await forwarding(path) : () => sendRows(path, sender);
  const before = process.cpuUsage();
  const rows = await work();
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuSeconds: (user + system) / 1e6, rows } satisfies Done);
});

/** Validates the file into one partition. */
async function forwarding(path: string): Promise<() => Promise<number>> {
  const { objects } = await partitionsOf(path, path, 1);
  const keys = {
    seenKeys: seenKeysOf('bench', 'secret'),
    rememberedKey: rememberedKeyOf('bench', 'secret'),
    personHash: personHashOf('bench', 'secret'),
    attributeHashes: attributeHashesOf('bench', 'secret'),
  };
  return async () => {
    const settings = { ...keys, secondsBetweenRequests: 0, deadline: Number.POSITIVE_INFINITY };
    const place = { importId: path, partition: 0 };
    await forwardPartition(place, { ...ports, objects: objects as ObjectStore }, settings);
    const [checkpoint] = await ports.imports.checkpoints(path);
    return checkpoint?.tally.outcomes.delivered ?? 0;
  };
}
