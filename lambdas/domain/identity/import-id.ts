// Names an import after what it imports: one version of one object, so that a repeated S3 event means the same one.
import { hash } from 'node:crypto';
import type { ObjectCreated } from '../../contracts/workflow.ts';

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
