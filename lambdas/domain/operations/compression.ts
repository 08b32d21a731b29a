// How operations are compressed: pieces that follow each other, each of which can be read alone. The first bytes of a
// piece name its format, so that imports under way during an upgrade can be read.
import {
  constants,
  gunzipSync,
  gzipSync,
  type ZstdOptions,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';

/** Compresses one piece. */
export type Compress = (piece: Buffer) => Buffer;

/** Speed matters more than size: the object is needed for minutes only. */
const FASTEST = 1;
const ZSTD_OPTIONS: ZstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: FASTEST } };

/** RFC 8878: half the time of gzip, and smaller. */
export const zstd: Compress = (piece) => zstdCompressSync(piece, ZSTD_OPTIONS);

/** RFC 1952. Versions before 2026-12 write and read it. */
export const gzip: Compress = (piece) => gzipSync(piece, { level: FASTEST });

/** The first bytes of a zstd frame (RFC 8878, section 3.1.1). */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** @param pieces one or more, all of one format. */
export function uncompressed(pieces: Buffer): Buffer {
  if (!pieces.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)) return gunzipSync(pieces);
  const texts: Buffer[] = [];
  // Node.js reads all members of gzip, but may stop after any frame of zstd.
  for (let rest = pieces; rest.length > 0; ) {
    const { buffer, engine } = zstdWithInfo(rest);
    texts.push(buffer);
    rest = rest.subarray(engine.bytesWritten);
  }
  return Buffer.concat(texts);
}

/** `@types/node` does not know `info` of zstd. `bytesWritten` is how much of the input was read. */
function zstdWithInfo(frames: Buffer) {
  const options: ZstdOptions = { info: true };
  return zstdDecompressSync(frames, options) as unknown as {
    readonly buffer: Buffer;
    readonly engine: { readonly bytesWritten: number };
  };
}
