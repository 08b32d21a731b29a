import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from './errors.ts';

export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

/** The object that conditions are compared with: `etag` without quotes, `lastModified` as an ISO date. */
export interface Conditioned {
  readonly etag: string;
  readonly lastModified: string;
}

/** The conditions of a request. With the prefix `x-amz-copy-source-`, the conditions on the source of a copy. */
export function readConditions(
  headers: IncomingHttpHeaders,
  prefix: '' | 'x-amz-copy-source-' = '',
): Conditions {
  const header = (name: string): string | undefined => headers[`${prefix}${name}`]?.toString();
  return {
    ifMatch: header('if-match'),
    ifNoneMatch: header('if-none-match'),
    ifModifiedSince: header('if-modified-since'),
    ifUnmodifiedSince: header('if-unmodified-since'),
  };
}

/** Whether a read sends the object. An ETag condition has precedence over a date (S3, GetObject). Throws PreconditionFailed. */
export function checkRead(conditions: Conditions, object: Conditioned): 'send' | 'not-modified' {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object.etag)) throw failed('If-Match');
  } else if (ifUnmodifiedSince !== undefined && modifiedSince(object, ifUnmodifiedSince)) {
    throw failed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, object.etag) ? 'not-modified' : 'send';
  if (ifModifiedSince === undefined) return 'send';
  return modifiedSince(object, ifModifiedSince) ? 'send' : 'not-modified';
}

/**
 * Checks whether a write may replace `current`, the object of a GET without a version. Call it under the key's lock. S3
 * accepts only `*` in If-None-Match, and answers 404 for If-Match without an object (S3, "Conditional writes").
 */
export function checkWrite(conditions: Conditions, current: Conditioned | undefined): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw new S3Error('NotImplemented');
  if (ifNoneMatch !== undefined && current) throw failed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!current) throw new S3Error('NoSuchKey');
  if (!names(ifMatch, current.etag)) throw failed('If-Match');
}

function names(condition: string, etag: string): boolean {
  const wanted = condition.split(',').map((item) => item.trim().replace(/^"(.*)"$/, '$1'));
  return wanted.includes('*') || wanted.includes(etag);
}

// HTTP dates have whole seconds. A date that cannot be read counts as no condition.
function modifiedSince(object: Conditioned, date: string): boolean {
  const since = Date.parse(date);
  return Number.isNaN(since) || Math.floor(Date.parse(object.lastModified) / 1000) * 1000 > since;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { details: { Condition: condition } });
}
