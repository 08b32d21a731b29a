// The imports table in DynamoDB. Five kinds of items share it: those of dynamo-import-history.ts, and
//   importId = <import>, item = 'import'          where an import stands
//   importId = <import>, item = 'partition#00012' how far a partition got
//   importId = '#active', item = <import>         an import that has not ended
//   importId = '#active', item = '#turns'         who forwards now, with a version that guards every change
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { TERMINAL_STATES } from '../contracts/report.ts';
import { SupersededError } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import type { ActiveImport } from '../domain/imports/turn.ts';
import type { Checkpoint, ImportsTable } from '../ports/imports-table.ts';
import { deferring } from './busy.ts';
import { dynamoImportHistory } from './dynamo-import-history.ts';

const ACTIVE = '#active';
const TURNS = '#turns';
const IMPORT = 'import';
/** Longer than any execution lives: an entry that old was left by one that is gone. */
const ACTIVE_MILLISECONDS = 48 * 60 * 60 * 1000;

const marshal = (item: object) => marshall(item, { removeUndefinedValues: true });
const partitionItem = (partition: number) => `partition#${String(partition).padStart(5, '0')}`;

export function dynamoImportsTable(client: DynamoDBClient, table: string, now: () => number): ImportsTable {
  const update = async (
    importId: string,
    item: string,
    change: Omit<UpdateItemCommandInput, 'Key' | 'TableName'>,
  ) => {
    const Key = marshal({ importId, item });
    const command = new UpdateItemCommand({ TableName: table, Key, ...change });
    const { Attributes } = await deferring(client.send(command));
    return Attributes ? unmarshall(Attributes) : {};
  };
  const get = async (importId: string, item: string) => {
    const Key = marshal({ importId, item });
    const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    const { Item } = await deferring(client.send(command));
    return Item && unmarshall(Item);
  };
  const query = async (importId: string): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'importId = :importId',
        ExpressionAttributeValues: marshal({ ':importId': importId }),
      },
    );
    const read = async () => {
      for await (const page of pages) items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    };
    await deferring(read());
    return items;
  };
  const ended = Object.fromEntries(TERMINAL_STATES.map((state) => [`:${state}`, state]));
  const hasEnded = `#state IN (${Object.keys(ended).join(', ')})`;
  const setState = (importId: string, state: string) =>
    update(importId, IMPORT, {
      UpdateExpression: 'SET #state = :state, stages = list_append(if_not_exists(stages, :none), :stage)',
      ConditionExpression: `NOT ${hasEnded}`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: marshal({
        ...{ ':state': state, ':none': [], ':stage': [{ state, at: now() }] },
        ...ended,
      }),
    });

  const giveTurnBack = (importId: string) =>
    update(ACTIVE, TURNS, {
      UpdateExpression: 'DELETE forwarding :ids ADD version :one',
      ExpressionAttributeValues: marshal({ ':ids': new Set([importId]), ':one': 1 }),
    });

  return {
    ...dynamoImportHistory(client, table, now),

    async register(record, redrive) {
      const isNew = 'attribute_not_exists(importId)';
      const isMine = `execution = :execution AND NOT ${hasEnded}`;
      const mayBeRedriven = '#state IN (:paused, :failed)';
      const mayBeApproved = '#state = :held';
      const put = new PutItemCommand({
        TableName: table,
        Item: marshal({ ...record, item: IMPORT }),
        ConditionExpression: [
          isNew,
          isMine,
          ...(redrive ? [mayBeRedriven] : []),
          ...(record.approved ? [mayBeApproved] : []),
        ]
          .map((one) => `(${one})`)
          .join(' OR '),
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshal({ ':execution': record.execution, ...ended }),
      });
      if (!(await succeeds(deferring(client.send(put))))) return 'taken';
      if (record.dryRun) return 'registered';
      const { importId, feed, kind, arrivedAt, after, waitsUntil, rollUp } = record;
      const entry = {
        importId: ACTIVE,
        item: importId,
        feed,
        kind,
        arrivedAt,
        after,
        waitsUntil,
        ...(rollUp === undefined ? {} : { rollUp }),
        until: now() + ACTIVE_MILLISECONDS,
      };
      await deferring(client.send(new PutItemCommand({ TableName: table, Item: marshal(entry) })));
      return 'registered';
    },

    async find(importId) {
      const found = await get(importId, IMPORT);
      if (!found) return undefined;
      const { item: _, ...record } = found;
      return record as ImportRecord;
    },

    async setState(importId, state) {
      await succeeds(setState(importId, state));
    },

    async setReason(importId, reason) {
      await update(importId, IMPORT, {
        UpdateExpression: 'SET reason = :reason',
        ExpressionAttributeValues: marshal({ ':reason': reason }),
      });
    },

    async setGoneAhead(importId, wentAheadOf) {
      await update(importId, IMPORT, {
        UpdateExpression: 'SET wentAheadOf = :ahead',
        ExpressionAttributeValues: marshal({ ':ahead': wentAheadOf }),
      });
    },

    async awaitApproval(importId, taskToken) {
      await giveTurnBack(importId);
      await update(importId, IMPORT, {
        UpdateExpression: 'SET approvalToken = :token',
        ExpressionAttributeValues: marshal({ ':token': taskToken }),
      });
      if (!(await succeeds(setState(importId, 'awaiting-approval'))))
        throw new SupersededError(`import ${importId} has ended meanwhile`);
    },

    // The terminal state comes last: who ends in between ends the import again, for until then it has not ended.
    async finish(importId, state, reason) {
      const Key = marshal({ importId: ACTIVE, item: importId });
      await deferring(client.send(new DeleteItemCommand({ TableName: table, Key })));
      await giveTurnBack(importId);
      await update(importId, IMPORT, {
        UpdateExpression: `SET #state = :state${reason ? ', reason = :reason' : ' REMOVE reason'}`,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshal({ ':state': state, ...(reason ? { ':reason': reason } : {}) }),
      });
    },

    async setTold(importId, state) {
      await update(importId, IMPORT, {
        UpdateExpression: 'SET told = :state',
        ExpressionAttributeValues: marshal({ ':state': state }),
      });
    },

    async turns() {
      const turns = (await get(ACTIVE, TURNS)) ?? {};
      const forwarding: ReadonlySet<string> = turns.forwarding ?? new Set();
      const entries = (await query(ACTIVE)) as unknown as (ActiveImport & {
        item: string;
        until: number;
      })[];
      const active = entries
        .filter(({ item, until }) => item !== TURNS && until > now())
        .map(({ item, feed, kind, arrivedAt, after, waitsUntil, rollUp }) => ({
          importId: item,
          feed,
          kind,
          arrivedAt,
          after,
          waitsUntil,
          ...(rollUp === undefined ? {} : { rollUp }),
          forwarding: forwarding.has(item),
        }));
      return { version: Number(turns.version ?? 0), active };
    },

    async takeTurn(importId, version) {
      const taken = update(ACTIVE, TURNS, {
        UpdateExpression: 'ADD forwarding :ids, version :one',
        ConditionExpression: version === 0 ? 'attribute_not_exists(version)' : 'version = :version',
        ExpressionAttributeValues: marshal({
          ':ids': new Set([importId]),
          ':one': 1,
          ...(version === 0 ? {} : { ':version': version }),
        }),
      });
      return succeeds(taken);
    },

    async claimPartition(importId, partition) {
      const item = await update(importId, partitionItem(partition), {
        UpdateExpression: 'ADD epoch :one',
        ExpressionAttributeValues: marshal({ ':one': 1 }),
        ReturnValues: 'ALL_NEW',
      });
      return { epoch: Number(item.epoch), checkpoint: item.checkpoint as Checkpoint | undefined };
    },

    async saveCheckpoint(importId, partition, epoch, checkpoint) {
      const saved = update(importId, partitionItem(partition), {
        UpdateExpression: 'SET checkpoint = :checkpoint',
        ConditionExpression: 'epoch = :epoch',
        ExpressionAttributeValues: marshal({ ':checkpoint': checkpoint, ':epoch': epoch }),
      });
      if (!(await succeeds(saved))) throw new SupersededError('another worker has taken the partition over');
    },

    async checkpoints(importId) {
      const items = await query(importId);
      return items.flatMap(({ checkpoint }) => (checkpoint ? [checkpoint as Checkpoint] : []));
    },
  };
}

/** False where a condition was not met. */
async function succeeds(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
