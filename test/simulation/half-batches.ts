// DynamoDB that does only a part of a batch call and returns the rest as unprocessed, as it can under load.
import type { Command, MemoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import type { Random } from './random.ts';

type Keys = { readonly Keys: readonly object[] };
type Batch = readonly object[] | Keys;

/** Returns a function that counts the unprocessed parts. */
export function halveBatches(dynamodb: MemoryDynamoDb, random: Random): () => number {
  const whole = dynamodb.execute;
  let left = 0;
  dynamodb.execute = (command) => {
    const { RequestItems } = command.input as { RequestItems?: Readonly<Record<string, Batch>> };
    const [[table, batch] = []] = Object.entries(RequestItems ?? {});
    if (table === undefined || batch === undefined) return whole(command);
    const items = itemsOf(batch);
    const done = random.below(items.length + 1);
    left += items.length - done;
    const answer = done === 0 ? {} : whole(withBatch(command, table, like(batch, items.slice(0, done))));
    const rest = done === items.length ? {} : { [table]: like(batch, items.slice(done)) };
    return { ...answer, ...(isRead(batch) ? { UnprocessedKeys: rest } : { UnprocessedItems: rest }) };
  };
  return () => left;
}

function isRead(batch: Batch): batch is Keys {
  return 'Keys' in batch;
}

function itemsOf(batch: Batch): readonly object[] {
  return isRead(batch) ? batch.Keys : batch;
}

function like(batch: Batch, items: readonly object[]): Batch {
  return isRead(batch) ? { ...batch, Keys: items } : items;
}

function withBatch(command: Command, table: string, batch: Batch): Command {
  const input = { ...command.input, RequestItems: { [table]: batch } };
  return { constructor: command.constructor, input } as Command;
}
