// All kinds of what the pipeline stores: each with the pattern of its key, and what reads it. A reader fails for a field that
// its schema does not have, so that no version stores what the next one cannot know.

import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoItem } from '../../lambdas/adapters/dynamo-batches.ts';
import { ChunkFailureSchema } from '../../lambdas/contracts/failure.ts';
import { ImportSummarySchema, ReportSchema } from '../../lambdas/contracts/report.ts';
import { CanarySentSchema } from '../../lambdas/domain/canary/canary.ts';
import { DecidedSchema } from '../../lambdas/domain/decision/decide.ts';
import { ReviewSchema } from '../../lambdas/domain/decision/review.ts';
import { CheckpointSchema } from '../../lambdas/domain/delivery/checkpoint.ts';
import { DeclinedOperationsSchema } from '../../lambdas/domain/delivery/declined-operation.ts';
import { StoredSeenItemSchema } from '../../lambdas/domain/delivery/seen-item.ts';
import { readTimes } from '../../lambdas/domain/delivery/suppression.ts';
import { WeighedPartSchema } from '../../lambdas/domain/delivery/weighing.ts';
import { BrokenGroupsSchema } from '../../lambdas/domain/findings/left-out-groups.ts';
import { ImportRecordSchema } from '../../lambdas/domain/imports/import-record.ts';
import { PastImportSchema } from '../../lambdas/domain/imports/past-import.ts';
import { ActiveImportSchema, TurnsSchema } from '../../lambdas/domain/imports/turn.ts';
import { uncompressed } from '../../lambdas/domain/operations/compression.ts';
import { printOperation, readOperation } from '../../lambdas/domain/operations/operation.ts';
import { PartitionIndexSchema } from '../../lambdas/domain/operations/partition-index.ts';
import { readRolled } from '../../lambdas/domain/operations/roll-up.ts';
import { PlanSchema } from '../../lambdas/domain/plan.ts';
import { UnreadPlanSchema } from '../../lambdas/domain/plan-format.ts';
import { ChunkSummarySchema } from '../../lambdas/domain/profile/chunk-summary.ts';
import { KEY_RECORD_BYTES } from '../../lambdas/domain/profile/event-keys.ts';
import { readGroups } from '../../lambdas/domain/profile/group-records.ts';
import { PAIR_BYTES } from '../../lambdas/domain/profile/identity-pairs.ts';

export interface ObjectKind {
  readonly key: RegExp;
  /** @throws Error if it is not of this kind, or has a field that no schema has. */
  readonly read: (bytes: Buffer) => void;
}

export interface ItemKind {
  readonly table: 'imports' | 'seen';
  readonly isKeyOf: (item: Readonly<Record<string, unknown>>) => boolean;
  readonly read: (item: Readonly<Record<string, unknown>>) => void;
}

interface Schema {
  parse(value: unknown): unknown;
}

/** @throws Error if the schema drops or changes something. */
function parseAll(schema: Schema, value: unknown): void {
  lost(value, schema.parse(value), '');
}

function lost(value: unknown, parsed: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) {
    if (String(value) !== String(parsed)) throw new Error(`${path} is read as another value`);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const kept = (parsed as Record<string, unknown> | undefined)?.[name];
    if (kept === undefined) throw new Error(`no schema has ${path}.${name}`);
    lost(inner, kept, `${path}.${name}`);
  }
}

const json = (schema: Schema) => (bytes: Buffer) => parseAll(schema, JSON.parse(bytes.toString('utf8')));
const text = () => undefined;
const records = (size: number) => (bytes: Buffer) => {
  if (bytes.length % size !== 0) throw new Error(`${bytes.length} bytes are not records of ${size}`);
};

function readOperations(bytes: Buffer): void {
  if (bytes.length === 0) return;
  for (const line of uncompressed(bytes).toString('utf8').split('\n').filter(Boolean))
    if (printOperation(readOperation(line)) !== `${line}\n`)
      throw new Error('an operation has an unknown field');
}

/** `<version of the plan>-<milliseconds>`, as `object-keys.ts` makes it. */
const PLANNING = String.raw`[\w-]{12}[\w.-]*-\d+`;
const inWork = (path: string) => new RegExp(`^work/[a-z0-9-]+T\\d{6}-[0-9a-f]{8}/${path}$`);
const ofChunk = (folder: string, end: string) => inWork(`${folder}/${PLANNING}/\\d{5}\\.${end}`);
const inReport = (name: string) => new RegExp(`^reports/[a-z0-9-]+/[\\w-]+/${name}$`);

/** The first ones have the names of `importFiles`. */
export const OBJECT_KINDS: Readonly<Record<string, ObjectKind>> = {
  plan: { key: inWork('plan\\.json'), read: json(PlanSchema) },
  chunkSummary: { key: ofChunk('valid', 'json'), read: json(ChunkSummarySchema) },
  chunkFailure: { key: inWork('failure\\.json'), read: json(ChunkFailureSchema) },
  unreadPlan: { key: inWork('unread-plan\\.json'), read: json(UnreadPlanSchema) },
  operations: { key: ofChunk('valid', 'ndjson\\.(gz|zst)'), read: readOperations },
  rejects: { key: ofChunk('rejects', 'csv'), read: text },
  held: { key: ofChunk('held', 'csv'), read: text },
  identityPairs: { key: ofChunk('identity', 'bin'), read: records(PAIR_BYTES) },
  groups: {
    key: ofChunk('groups', 'bin'),
    read: (bytes) => {
      const groups = readGroups(bytes);
      for (let at = 0; at < groups.count; at++) groups.record(at);
    },
  },
  eventKeys: { key: ofChunk('keys', 'bin'), read: records(KEY_RECORD_BYTES) },
  brokenGroups: { key: inWork(`review/${PLANNING}/groups\\.json`), read: json(BrokenGroupsSchema) },
  partitionIndex: { key: ofChunk('partitions', 'json'), read: json(PartitionIndexSchema) },
  review: { key: inWork(`review/${PLANNING}/review\\.json`), read: json(ReviewSchema) },
  weighed: { key: ofChunk('weighed', 'json'), read: json(WeighedPartSchema) },
  decision: { key: inWork('decision\\.json'), read: json(DecidedSchema) },
  canary: { key: inWork('canary/[\\w.-]+/\\d{5}\\.json'), read: json(CanarySentSchema) },
  declined: { key: inWork('refusals/[\\w.-]+/[\\d-]+\\.json'), read: json(DeclinedOperationsSchema) },
  report: { key: inReport('report\\.json'), read: json(ReportSchema) },
  decodedInput: { key: inWork('input/\\d{5}\\.csv'), read: text },
  reportPage: { key: inReport('report\\.html'), read: text },
  rejectedRows: { key: inReport('rejects\\.csv'), read: text },
  heldRows: { key: inReport('held\\.csv'), read: text },
  importSummary: { key: /^reports\/_imports\/\d{13}-[\w-]+\.json$/, read: json(ImportSummarySchema) },
  importsPage: { key: /^reports\/index\.html$/, read: text },
};

/** Everything but the key of the item and what only DynamoDB or a condition reads. */
function without(item: Readonly<Record<string, unknown>>, ...names: string[]) {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

const startsWith = (prefix: string, value: unknown) => String(value).startsWith(prefix);

export const ITEM_KINDS: Readonly<Record<string, ItemKind>> = {
  record: {
    table: 'imports',
    isKeyOf: ({ item }) => item === 'import',
    read(stored) {
      const { told: notified, wentAheadOf: skippedWait, ...record } = without(stored, 'item');
      parseAll(ImportRecordSchema, { ...record, notified, skippedWait });
    },
  },
  active: {
    table: 'imports',
    isKeyOf: ({ importId, item }) => importId === '#active' && item !== '#turns',
    read: ({ item, ...stored }) =>
      parseAll(ActiveImportSchema, {
        ...without(stored, 'importId', 'until'),
        importId: item,
        forwarding: false,
      }),
  },
  turns: {
    table: 'imports',
    isKeyOf: ({ importId, item }) => importId === '#active' && item === '#turns',
    read: (stored) => parseAll(TurnsSchema, without(stored, 'importId', 'item')),
  },
  checkpoint: {
    table: 'imports',
    isKeyOf: ({ item }) => /^partition#\d{5}$/.test(String(item)),
    read: ({ checkpoint, ...stored }) => {
      if (checkpoint !== undefined) parseAll(CheckpointSchema, checkpoint);
      expectNone(without(stored, 'importId', 'item', 'epoch'));
    },
  },
  history: {
    table: 'imports',
    isKeyOf: ({ importId }) => startsWith('#history#', importId),
    read: ({ past, ...stored }) => {
      parseAll(PastImportSchema, past);
      expectNone(without(stored, 'importId', 'item', 'expiresAt'));
    },
  },
  seen: {
    table: 'seen',
    isKeyOf: ({ key }) => typeof key === 'string',
    read(stored) {
      parseAll(StoredSeenItemSchema, stored);
      // Totals and remembered times keep what they know in `content`.
      const content = String(stored.content);
      if (content.startsWith('{')) readRolled(content);
      else readTimes(content);
    },
  },
};

function expectNone(rest: object): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`no schema has ${unknown}`);
}

/** The kinds of an object or item; none or several are mistakes. */
export function kindsOfObject(key: string): string[] {
  return Object.entries(OBJECT_KINDS).flatMap(([name, kind]) => (kind.key.test(key) ? [name] : []));
}

export function kindsOfItem(table: ItemKind['table'], item: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(ITEM_KINDS).flatMap(([name, kind]) =>
    kind.table === table && kind.isKeyOf(item) ? [name] : [],
  );
}

export function plain(item: DynamoItem): Readonly<Record<string, unknown>> {
  return unmarshall(item);
}
