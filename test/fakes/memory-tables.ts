// The real DynamoDB adapters over tables in memory.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamoImportsTable, type ImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../../lambdas/adapters/dynamo-seen-table.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { SeenTable } from '../../lambdas/ports/seen-table.ts';
import { memoryClient, memoryDynamoDb } from './memory-dynamodb.ts';
import { IMPORTS_KEYS, SEEN_KEYS } from './table-keys.ts';
import { NEW_YEAR, virtualClock } from './virtual-clock.ts';

/** @param now milliseconds since 1970. */
export function memoryImportsTable(now: () => number = () => NEW_YEAR): ImportsTable {
  return dynamoImportsTable(memoryClient('imports', IMPORTS_KEYS), 'imports', now);
}

export interface MemorySeenTable extends SeenTable {
  /** The stored items. */
  readonly items: ReadonlyMap<SeenKey, object>;
  /** Those of them that say what was delivered, without the marks of feeds. */
  readonly delivered: ReadonlyMap<SeenKey, object>;
}

export function memorySeenTable(clock: Clock = virtualClock()): MemorySeenTable {
  const memory = memoryDynamoDb({ seen: SEEN_KEYS });
  const client = memory.client(async (command) => memory.execute(command));
  const all = () => memory.items('seen').map((item) => unmarshall(item));
  const byKey = (items: ReturnType<typeof all>) => new Map(items.map((item) => [item.key as SeenKey, item]));
  return {
    ...dynamoSeenTable(client, 'seen', clock),
    get items() {
      return byKey(all());
    },
    get delivered() {
      return byKey(all().filter(({ content }) => content !== ''));
    },
  };
}
