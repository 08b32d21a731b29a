import { S3Error } from './errors.ts';

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range of a GET: `bytes=a-b`, `bytes=a-` or `bytes=-n`, limited to `size` bytes.
 * Anything else (several ranges, other units, `b` before `a`) is ignored, as S3 does. Throws InvalidRange.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (!first && !last) return undefined;
  const range = first
    ? { start: Number(first), end: Math.min(last ? Number(last) : size - 1, size - 1) }
    : { start: Math.max(size - Number(last), 0), end: size - 1 };
  if (first && last && Number(last) < Number(first)) return undefined;
  if (range.start < size) return range;
  throw new S3Error('InvalidRange', {
    details: { RangeRequested: header ?? '', ActualObjectSize: size },
    headers: { 'content-range': `bytes */${size}` },
  });
}
