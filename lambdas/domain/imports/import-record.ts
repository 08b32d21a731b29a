// The record of an import. Its first version is made from the S3 event alone, so that Report can make it too, if Split
// never ran.
import { hash } from 'node:crypto';
import * as z from 'zod';
import { FEED_KINDS, type Feeds } from '../../contracts/feed/feed.ts';
import { remembersOf } from '../../contracts/feed/remembered.ts';
import { DEFAULT_WAIT_SECONDS } from '../../contracts/feed/waits.ts';
import { feedOfKey, isDryRun } from '../../contracts/object-keys.ts';
import { IMPORT_STATES } from '../../contracts/report.ts';
import type { ObjectCreated } from '../../contracts/workflow.ts';
import { SkippedWaitSchema } from './turn.ts';

const milliseconds = z.number();

const ReasonSchema = z.object({
  /** Stable and documented. */
  code: z.string(),
  message: z.string(),
});
export type Reason = Readonly<z.infer<typeof ReasonSchema>>;

export const ImportRecordSchema = z.object({
  importId: z.string(),
  feed: z.string(),
  kind: z.enum(FEED_KINDS),
  state: z.enum(IMPORT_STATES),
  /** ARN of the execution that works on it. */
  execution: z.string(),
  source: z.object({
    bucket: z.string(),
    key: z.string(),
    versionId: z.string().optional(),
    /** Of an object that has no version. */
    etag: z.string().optional(),
    bytes: z.number(),
  }),
  /** Milliseconds since 1970: when the file arrived. */
  arrivedAt: milliseconds,
  /** Milliseconds since 1970: when its execution registered it. */
  registeredAt: milliseconds,
  /** Feeds whose file of the day it comes after. */
  after: z.array(z.string()).readonly().default([]),
  /** Milliseconds since 1970: how long it waits for them, and events for people. */
  waitsUntil: milliseconds.default(0),
  /** The event whose sums it keeps on people. */
  rollUp: z.string().optional(),
  /** The remembered events that it can send. */
  remembers: z.array(z.string()).readonly().optional(),
  /** The feeds and imports that it did not wait for. */
  skippedWait: z.array(SkippedWaitSchema).readonly().optional(),
  reason: ReasonSchema.optional(),
  /** How many calls of Report have begun to write the report. Only the last one may end the import. */
  reportCall: z.number().int().optional(),
  /** The states that it entered since it was registered, and when, in milliseconds since 1970. */
  stages: z
    .array(z.object({ state: z.enum(IMPORT_STATES), at: milliseconds }))
    .readonly()
    .optional(),
  /** The state that the last notice was about. */
  notified: z.enum(IMPORT_STATES).optional(),
  /** A dry run: it sends nothing. It does not wait for other imports, and they do not wait for it. */
  dryRun: z.literal(true).optional(),
  /** It was approved after it was held. */
  approved: z.literal(true).optional(),
  /** Step Functions' token of the task that awaits approval. Valid only in the state `awaiting-approval`. */
  approvalToken: z.string().optional(),
  /** Step Functions' token of the task that waits for the import's turn. It may be of a task that no longer waits. */
  turnToken: z.string().optional(),
});
export type ImportRecord = Readonly<z.infer<typeof ImportRecordSchema>>;

/** The record of an import that starts now. A file of an unknown feed is recorded too, so that no file is lost. */
export function importRecordOf(
  event: ObjectCreated,
  execution: string,
  feeds: Feeds,
  now: number,
): ImportRecord {
  const { bucket, object } = event.detail;
  const feed = nameFeed(feedOfKey(object.key));
  const defined = Object.hasOwn(feeds.feeds, feed) ? feeds.feeds[feed] : undefined;
  const versionId = object['version-id'];
  const remembers = defined ? remembersOf(defined, feeds) : [];
  return {
    importId: importIdOf(feed, event),
    feed,
    kind: defined?.kind ?? 'events',
    state: 'splitting',
    execution,
    source: {
      bucket: bucket.name,
      key: object.key,
      ...(versionId === undefined ? { etag: object.etag } : { versionId }),
      bytes: object.size,
    },
    arrivedAt: Date.parse(event.time),
    registeredAt: now,
    after: defined?.after ?? [],
    waitsUntil: now + (defined?.waitAtMost ?? DEFAULT_WAIT_SECONDS) * 1000,
    ...(defined?.kind === 'events' && defined.rollUp ? { rollUp: defined.rollUp.event } : {}),
    ...(remembers.length > 0 ? { remembers } : {}),
    ...(isDryRun(object.key) ? { dryRun: true as const } : {}),
    ...(event.approved ? { approved: true as const } : {}),
  };
}

/** The name of a folder as a part of keys and ids: any folder name becomes one. */
function nameFeed(folder: string | undefined): string {
  const name = (folder ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return name.replaceAll(/^-|-$/g, '') || 'unknown';
}

declare const importIdBrand: unique symbol;
/** `<feed>-<UTC yyyymmddThhmmss of the object>-<8 hex>`. */
export type ImportId = string & { readonly [importIdBrand]: true };

/** The id of the import that an "Object Created" event starts. */
export function importIdOf(feed: string, event: ObjectCreated): ImportId {
  const { bucket, object } = event.detail;
  const digest = versionDigest(bucket.name, object.key, object['version-id'] ?? object.etag);
  return `${idPrefix(feed, Date.parse(event.time))}${digest}` as ImportId;
}

/**
 * The id of an import without its digest. Ids of a feed are in the order in which its files arrived.
 * @param arrivedAt milliseconds since 1970.
 */
export function idPrefix(feed: string, arrivedAt: number): string {
  const second = new Date(arrivedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${feed}-${second}-`;
}

/** A hash of one version of one object: the last 8 characters of the id of its import. */
export function versionDigest(bucket: string, key: string, version: string): string {
  return hash('sha256', [bucket, key, version].join('\0'), 'hex').slice(0, 8);
}

/** Whether an import is that of the object version with this digest. */
export function isImportOf(importId: string, digest: string): boolean {
  return importId.endsWith(`-${digest}`);
}
