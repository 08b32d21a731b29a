// Shortens a value that is longer than Customer.io accepts, or leaves it out, if the feed says so.
import { VALUE_BYTES } from '../../contracts/customerio-limits.ts';
import type { TooLong } from '../../contracts/feed/too-long.ts';
import type { Value } from '../operations/properties.ts';

/** @returns undefined if nothing is sent. */
export type FitValue = (value: Value) => Value | undefined;

/** @returns undefined if a value that is too long rejects the row. */
export function compileFit(tooLong: TooLong | undefined): FitValue | undefined {
  if (tooLong === undefined || tooLong === 'reject') return undefined;
  return (value) => {
    if (bytesOf(value) <= VALUE_BYTES) return value;
    return tooLong === 'drop' ? undefined : shortened(value);
  };
}

/** As Customer.io gets it: a text, or JSON. */
function bytesOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' ? Buffer.byteLength(JSON.stringify(value)) : 0;
}

function shortened(value: Value): Value {
  if (typeof value === 'string') return cutText(value);
  if (!Array.isArray(value)) return value;
  const entries = value as readonly Value[];
  let bytes = '[]'.length;
  const end = entries.findIndex((entry) => {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + ','.length;
    // The last entry has no comma.
    return bytes - ','.length > VALUE_BYTES;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

/** A character is never cut in half, nor separated from its accents and modifiers. */
function cutText(text: string): string {
  let kept = '';
  let bytes = 0;
  // A character has at least one byte.
  for (const { segment } of CHARACTERS.segment(text.slice(0, VALUE_BYTES + 1))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > VALUE_BYTES) break;
    kept += segment;
  }
  return kept.trimEnd();
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
