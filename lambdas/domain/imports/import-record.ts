// The first entry of an import, made from the S3 event alone: Report can make it too, when Split never ran.
import { hash } from 'node:crypto';
import type { FeedKind, Feeds } from '../../contracts/feed/feed.ts';
import { DEFAULT_WAIT_SECONDS } from '../../contracts/feed/waits.ts';
import { feedOfKey, isDryRun } from '../../contracts/object-keys.ts';
import type { ImportState } from '../../contracts/report.ts';
import type { ObjectCreated } from '../../contracts/workflow.ts';
import type { GoneAhead } from './turn.ts';

export interface Reason {
  /** Stable and documented. */
  readonly code: string;
  readonly message: string;
}

export interface ImportRecord {
  readonly importId: string;
  readonly feed: string;
  readonly kind: FeedKind;
  readonly state: ImportState;
  /** ARN of the execution that works on it. */
  readonly execution: string;
  readonly source: {
    readonly bucket: string;
    readonly key: string;
    readonly versionId?: string | undefined;
    /** Of an object that has no version. */
    readonly etag?: string | undefined;
    readonly bytes: number;
  };
  /** Milliseconds since 1970: when the file arrived. */
  readonly arrivedAt: number;
  /** Milliseconds since 1970: when its execution registered it. */
  readonly registeredAt: number;
  /** Feeds whose file of the day it comes after. */
  readonly after: readonly string[];
  /** Milliseconds since 1970: how long it waits for them, and events for people. */
  readonly waitsUntil: number;
  /** The event whose sums it keeps on people. */
  readonly rollUp?: string | undefined;
  /** Whom it did not wait for in the end. */
  readonly wentAheadOf?: readonly GoneAhead[] | undefined;
  readonly reason?: Reason | undefined;
  /** The states that it entered since it was registered, and when, in milliseconds since 1970. */
  readonly stages?: readonly { readonly state: ImportState; readonly at: number }[] | undefined;
  /** The state that people and systems were last told of. */
  readonly told?: ImportState | undefined;
  /** It is only tried out: it sends nothing, and so neither waits for others nor do they wait for it. */
  readonly dryRun?: true;
  /** Somebody has approved it after it was held. */
  readonly approved?: true;
  /** Step Functions' token of the task that awaits approval; of use in the state `awaiting-approval` only. */
  readonly approvalToken?: string;
}

/** The record of an import that starts now. A file below no known feed is recorded all the same: nothing is lost. */
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
    ...(isDryRun(object.key) ? { dryRun: true as const } : {}),
    ...(event.approved ? { approved: true as const } : {}),
  };
}

/** A folder's name as a part of keys and ids, whatever somebody called it. */
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

/** What follows the feed in an import's id. */
const TIME_AND_HASH = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-[0-9a-f]{8}$/;

/** Whether two imports are of one feed. */
export function ofSameFeed(a: string, b: string): boolean {
  return a.replace(TIME_AND_HASH, '') === b.replace(TIME_AND_HASH, '');
}

/** Milliseconds since 1970 when the file of an import arrived, to the second; NaN where the text is no import's id. */
export function arrivalOf(importId: string): number {
  const [, ...time] = TIME_AND_HASH.exec(importId) ?? [];
  const [year, month, day, hour, minute, second] = time;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The import that an "Object Created" event asks for, under its feed. */
export function importIdOf(feed: string, event: ObjectCreated): ImportId {
  const { bucket, object } = event.detail;
  const digest = versionDigest(bucket.name, object.key, object['version-id'] ?? object.etag);
  const second = new Date(event.time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${feed}-${second}-${digest}` as ImportId;
}

/** Names one version of one object: the last 8 characters of its import's id. */
export function versionDigest(bucket: string, key: string, version: string): string {
  return hash('sha256', [bucket, key, version].join('\0'), 'hex').slice(0, 8);
}
