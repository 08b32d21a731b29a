// Reads request bodies: decodes them, measures them, and checks every checksum that the client sent.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { createAwsChunkedDecoder } from './aws-chunked.ts';
import { S3Error } from './errors.ts';

export interface IncomingBody {
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export interface BodyDigest {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Base64, as in S3's headers. */
  readonly crc32: string;
}

type Chunks = AsyncIterable<Buffer>;

/** More than CompleteMultipartUpload needs for 10,000 parts. */
const longestTextBytes = 4 * 1024 * 1024;

/** Writes an upload to a new file. Throws BadDigest, InvalidDigest, IncompleteBody and the aws-chunked errors. */
export function receiveFile(request: IncomingBody, path: string): Promise<BodyDigest> {
  return receive(request, (chunks) => writeFile(path, chunks));
}

/** Reads a small body, such as an XML document. Throws the errors of `receiveFile`. */
export async function receiveText(request: IncomingBody): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  await receive(request, async (chunks) => {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > longestTextBytes) throw new S3Error('MalformedXML');
      parts.push(chunk);
    }
  });
  return Buffer.concat(parts).toString();
}

/** Writes bytes of stored objects (a copy, joined parts) to a new file. */
export function writeBody(chunks: Chunks, path: string): Promise<BodyDigest> {
  return digestInto(chunks, (digested) => writeFile(path, digested));
}

async function receive(
  request: IncomingBody,
  consume: (chunks: Chunks) => Promise<void>,
): Promise<BodyDigest> {
  const { headers } = request;
  refuseOtherChecksums(headers);
  const chunked = headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-') ?? false;
  const size = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (size === undefined) throw new S3Error('MissingContentLength');
  const { chunks, trailers } = read(request.body, chunked);
  const digest = await digestInto(chunks, consume);
  if (digest.size !== Number(size)) throw new S3Error('IncompleteBody');
  checkMd5(headers['content-md5']?.toString(), digest);
  checkCrc32(headers, trailers, digest);
  return digest;
}

function read(body: Readable, chunked: boolean) {
  // Unlike the stream itself, this iterator keeps the connection open for the response if reading stops early.
  const bytes: Chunks = body.iterator({ destroyOnReturn: false });
  if (!chunked) return { chunks: bytes, trailers: {} };
  const { stream, trailers } = createAwsChunkedDecoder();
  const chunks: Chunks = pipeline(bytes, stream, () => {});
  return { chunks, trailers };
}

async function digestInto(chunks: Chunks, consume: (digested: Chunks) => Promise<void>): Promise<BodyDigest> {
  const md5 = createHash('md5');
  let crc = 0;
  let size = 0;
  async function* digested() {
    for await (const chunk of chunks) {
      md5.update(chunk);
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
  }
  await consume(digested());
  const crcBytes = Buffer.alloc(4);
  crcBytes.writeUInt32BE(crc);
  return { size, md5: md5.digest('hex'), crc32: crcBytes.toString('base64') };
}

// An upload is refused rather than accepted without a check. CRC32 is the default of the SDKs.
function refuseOtherChecksums(headers: IncomingHttpHeaders): void {
  const sent = [...Object.keys(headers), headers['x-amz-trailer']?.toString() ?? ''];
  const other = sent.find((name) => /^x-amz-checksum-(?!(crc32|type|mode|algorithm)$)/i.test(name.trim()));
  if (other) throw new S3Error('NotImplemented', { details: { Header: other } });
}

function checkMd5(expected: string | undefined, { md5 }: BodyDigest): void {
  if (expected === undefined) return;
  const bytes = Buffer.from(expected, 'base64');
  if (bytes.length !== 16) throw new S3Error('InvalidDigest');
  if (bytes.toString('hex') === md5) return;
  throw new S3Error('BadDigest', { details: { ExpectedDigest: expected } });
}

function checkCrc32(
  headers: IncomingHttpHeaders,
  trailers: Readonly<Record<string, string>>,
  digest: BodyDigest,
): void {
  const name = 'x-amz-checksum-crc32';
  const announced = headers['x-amz-trailer'] !== undefined;
  if (announced && trailers[name] === undefined) throw new S3Error('MalformedTrailerError');
  const expected = announced ? trailers[name] : headers[name]?.toString();
  if (expected === undefined || expected === digest.crc32) return;
  throw new S3Error('BadDigest', { details: { ExpectedDigest: expected, CalculatedDigest: digest.crc32 } });
}
