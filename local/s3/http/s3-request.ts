import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { S3Error } from './errors.ts';

export interface S3Request {
  readonly id: string;
  readonly method: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
  readonly sourceIp: string;
}

/** S3's limit on a key, in UTF-8 bytes. */
const longestKeyBytes = 1024;

/** Reads a path-style request, without `URL`, which would resolve `..` in a key. Throws InvalidURI, KeyTooLongError. */
export function readRequest(message: IncomingMessage, id: string): S3Request {
  const [path = '', ...query] = (message.url ?? '').split('?');
  return {
    id,
    ...readBucketAndKey(path),
    method: message.method ?? '',
    query: new URLSearchParams(query.join('?')),
    headers: message.headers,
    body: message,
    sourceIp: message.socket.remoteAddress ?? '',
  };
}

/** `/bucket/key`, each percent-encoded; also the form of `x-amz-copy-source`. */
export function readBucketAndKey(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const address = { bucket: decode(bucket), key: decode(key) };
  if (Buffer.byteLength(address.key) > longestKeyBytes) throw new S3Error('KeyTooLongError');
  return address;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new S3Error('InvalidURI', { cause });
  }
}
