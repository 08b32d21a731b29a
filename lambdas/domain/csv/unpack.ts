// Unpacks a compressed file as a stream, and stops if it expands more than a CSV file does.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { number } from '../../contracts/format.ts';
import { refusal } from '../errors.ts';

/** How much a file may expand: CSV expands 5 to 20 times, a zip bomb 1,000 times. */
export interface ExpansionLimits {
  readonly ratio: number;
  readonly bytes: number;
}

const GIBIBYTE = 1024 ** 3;
export const EXPANSION_LIMITS: ExpansionLimits = { ratio: 200, bytes: 20 * GIBIBYTE };
/** A file may always expand to this size, at any ratio. */
const HARMLESS_BYTES = 64 * 1024 ** 2;

/** Unpacks all members of a gzip file. @throws RefusedError `broken_gzip` */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = Readable.from(source);
  const gunzipped = createGunzip();
  input.on('error', (error) => gunzipped.destroy(error));
  try {
    for await (const bytes of input.pipe(gunzipped)) yield bytes as Buffer;
  } catch (cause) {
    if (!String((cause as { code?: unknown }).code).startsWith('Z_')) throw cause;
    throw refusal('broken_gzip', undefined, { cause });
  } finally {
    input.destroy();
  }
}

/**
 * Passes the unpacked bytes on, within the limits.
 * @param sourceBytes the size of the compressed file.
 * @throws RefusedError `expands_too_much`
 */
export async function* withinLimits(
  unpacked: AsyncIterable<Buffer>,
  sourceBytes: number,
  limits = EXPANSION_LIMITS,
): AsyncGenerator<Buffer> {
  const most = Math.min(limits.bytes, Math.max(HARMLESS_BYTES, sourceBytes * limits.ratio));
  let bytes = 0;
  for await (const buffer of unpacked) {
    bytes += buffer.length;
    if (bytes > most) {
      throw refusal(
        'expands_too_much',
        `It expands from ${number(sourceBytes)} to more than ${number(most)} bytes.`,
      );
    }
    yield buffer;
  }
}
