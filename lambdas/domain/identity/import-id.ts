// Names an import after what it imports: one version of one object, so that a repeated S3 event means the same one.
import { hash } from 'node:crypto';
import type { ObjectCreated } from '../../contracts/workflow.ts';

declare const importIdBrand: unique symbol;
/** `<feed>-<UTC yyyymmddThhmmss of the object>-<8 hex>`. */
export type ImportId = string & { readonly [importIdBrand]: true };

/** What follows the feed in an import's id. */
const TIME_AND_HASH = /-\d{8}T\d{6}-[0-9a-f]{8}$/;

/** Whether two imports are of one feed. */
export function ofSameFeed(a: string, b: string): boolean {
  return a.replace(TIME_AND_HASH, '') === b.replace(TIME_AND_HASH, '');
}

/** The import that an "Object Created" event asks for, under its feed. */
export function importIdOf(feed: string, event: ObjectCreated): ImportId {
  const { bucket, object } = event.detail;
  const digest = hash(
    'sha256',
    [bucket.name, object.key, object['version-id'] ?? object.etag].join('\0'),
    'hex',
  );
  const second = new Date(event.time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${feed}-${second}-${digest.slice(0, 8)}` as ImportId;
}
