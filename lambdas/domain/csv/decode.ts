// Turns a compressed or UTF-16 file into plain UTF-8 text, as a stream and within bounds.
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { RefusedError } from '../errors.ts';
import { type Compression, type Encoding, sniffEncoding } from './dialect.ts';

/** How far a file may expand: CSV compresses 5 to 20 times, a bomb 1,000 times. */
export interface ExpansionLimits {
  readonly ratio: number;
  readonly bytes: number;
}

const GIBIBYTE = 1024 ** 3;
export const EXPANSION_LIMITS: ExpansionLimits = { ratio: 200, bytes: 20 * GIBIBYTE };
/** Small files may expand this far, whatever their ratio. */
const HARMLESS_BYTES = 64 * 1024 ** 2;
const BYTE_ORDER_MARK_BYTES = 2;

/**
 * @param sourceBytes the size of the compressed object.
 * @throws RefusedError `broken_gzip`, `expands_too_much`, `not_text`
 */
export async function* decodeText(
  source: AsyncIterable<Buffer>,
  compression: Compression,
  sourceBytes: number,
  limits = EXPANSION_LIMITS,
): AsyncGenerator<Buffer> {
  const plain = compression === 'gzip' ? bounded(gunzip(source), sourceBytes, limits) : source;
  let decoder: TextDecoder | undefined;
  let encoding: Encoding | undefined;
  for await (const bytes of startingWith(BYTE_ORDER_MARK_BYTES, plain)) {
    encoding ??= sniffEncoding(bytes);
    if (encoding === 'utf-8') {
      yield bytes;
      continue;
    }
    decoder ??= new TextDecoder(encoding, { fatal: true });
    yield decodeUtf16(decoder, bytes, true);
  }
  if (decoder) yield decodeUtf16(decoder, Buffer.alloc(0), false);
}

/** The same stream; its first buffer has at least so many bytes, where there are as many. */
async function* startingWith(least: number, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const bytes of source) {
    if (start === undefined) {
      yield bytes;
      continue;
    }
    start = Buffer.concat([start, bytes]);
    if (start.length < least) continue;
    yield start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

function decodeUtf16(decoder: TextDecoder, bytes: Buffer, more: boolean): Buffer {
  try {
    return Buffer.from(decoder.decode(bytes, { stream: more }));
  } catch (cause) {
    throw new RefusedError(
      'not_text',
      'The file starts as UTF-16 but is not valid UTF-16. Export it as UTF-8.',
      { cause },
    );
  }
}

/** All members of a multi-member file, as gzip concatenates them. */
async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = Readable.from(source);
  const gunzipped = createGunzip();
  input.on('error', (error) => gunzipped.destroy(error));
  try {
    for await (const bytes of input.pipe(gunzipped)) yield bytes as Buffer;
  } catch (cause) {
    if (!String((cause as { code?: unknown }).code).startsWith('Z_')) throw cause;
    throw new RefusedError(
      'broken_gzip',
      'The gzip file is damaged or cut short. Upload it again; nothing was sent.',
      {
        cause,
      },
    );
  } finally {
    input.destroy();
  }
}

async function* bounded(
  source: AsyncIterable<Buffer>,
  sourceBytes: number,
  limits: ExpansionLimits,
): AsyncGenerator<Buffer> {
  const most = Math.min(limits.bytes, Math.max(HARMLESS_BYTES, sourceBytes * limits.ratio));
  let bytes = 0;
  for await (const buffer of source) {
    bytes += buffer.length;
    if (bytes > most) {
      throw new RefusedError(
        'expands_too_much',
        `The file expands from ${sourceBytes} to more than ${most} bytes. Drop it uncompressed, or in parts.`,
      );
    }
    yield buffer;
  }
}
