// Decodes a text file to UTF-8, as a stream.
import { TextDecoder } from 'node:util';
import type { FileOptions } from '../../contracts/feed/file-options.ts';
import { refusal } from '../errors.ts';
import { type Encoding, optionsFor, refuseBinary, SNIFF_BYTES, sniffEncoding } from './sniff-file.ts';
import { decodeWindows1252 } from './windows-1252.ts';

/**
 * UTF-8 passes unchanged: its rows with wrong bytes are rejected later.
 * @throws RefusedError `not_text` for broken UTF-16, and the errors of `refuseBinary`
 */
export async function* decodeText(
  source: AsyncIterable<Buffer>,
  stated: FileOptions = {},
): AsyncGenerator<Buffer> {
  let decoder: Decoder | undefined;
  for await (const bytes of startingWith(SNIFF_BYTES, source)) {
    if (decoder === undefined) {
      refuseBinary(bytes);
      decoder = decoderOf(sniffEncoding(bytes, optionsFor(bytes, stated).encoding));
    }
    yield decoder.decode(bytes);
  }
  const rest = decoder?.end();
  if (rest && rest.length > 0) yield rest;
}

/** The same stream, with at least this many bytes in its first buffer unless the stream is shorter. */
async function* startingWith(least: number, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const start: Buffer[] = [];
  let missing = least;
  for await (const bytes of source) {
    if (missing <= 0) {
      yield bytes;
      continue;
    }
    start.push(bytes);
    missing -= bytes.length;
    if (missing <= 0) yield Buffer.concat(start.splice(0));
  }
  if (start.length > 0) yield Buffer.concat(start);
}

interface Decoder {
  readonly decode: (bytes: Buffer) => Buffer;
  /** The rest of the text, after the last bytes. */
  readonly end: () => Buffer;
}

function decoderOf(encoding: Encoding): Decoder {
  const end = () => Buffer.alloc(0);
  switch (encoding) {
    case 'utf-8':
      return { decode: (bytes) => bytes, end };
    case 'windows-1252':
    case 'iso-8859-1':
      return { decode: decodeWindows1252, end };
    case 'shift_jis': {
      // Bytes that are not text become U+FFFD, so that their row is rejected.
      const decoder = new TextDecoder(encoding);
      return {
        decode: (bytes) => Buffer.from(decoder.decode(bytes, { stream: true })),
        end: () => Buffer.from(decoder.decode()),
      };
    }
    case 'utf-16le':
    case 'utf-16be': {
      const decoder = new TextDecoder(encoding, { fatal: true });
      return {
        decode: (bytes) => utf16(() => decoder.decode(bytes, { stream: true })),
        end: () => utf16(() => decoder.decode()),
      };
    }
  }
}

function utf16(decode: () => string): Buffer {
  try {
    return Buffer.from(decode());
  } catch (cause) {
    throw refusal('not_text', 'It should be UTF-16, but is not: it may be incomplete.', { cause });
  }
}
