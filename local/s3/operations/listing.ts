// Parameters of both listings, of objects and of versions.
import { S3Error } from '../http/errors.ts';

/** S3's default and limit. */
const largestPage = 1000;

/** `max-keys`, at most 1000. Throws InvalidArgument. */
export function readMaxKeys(query: URLSearchParams): number {
  const given = query.get('max-keys') ?? `${largestPage}`;
  if (!/^\d+$/.test(given)) throw new S3Error('InvalidArgument', { details: { ArgumentName: 'max-keys' } });
  return Math.min(Number(given), largestPage);
}

/** Encodes keys. With `encoding-type=url` they are percent-encoded, for keys that XML cannot contain. */
export function readEncoding(query: URLSearchParams): (key: string) => string {
  if (query.get('encoding-type') !== 'url') return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

/** Whether a name comes after another in S3's order of UTF-8 bytes. */
export function follows(name: string, other: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;
}
