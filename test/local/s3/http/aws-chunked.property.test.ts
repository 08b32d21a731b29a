import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAwsChunkedDecoder } from '../../../../local/s3/http/aws-chunked.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const trailerName = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/).filter((name) => name !== '__proto__');
const trailers = fc.dictionary(trailerName, fc.base64String({ minLength: 4 }), {
  maxKeys: 3,
  noNullPrototype: true,
});

describe('createAwsChunkedDecoder', () => {
  it('returns the encoded bytes, for any chunks of the client and of the network', async () => {
    const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.array(bytes), fc.boolean(), trailers, cuts, async (chunks, signed, sent, sizes) => {
        const decoder = createAwsChunkedDecoder();
        const pieces = Readable.from(cut(encode(chunks, signed, sent), sizes));
        const body = await buffer(pieces.pipe(decoder.stream));
        expect(body).toEqual(Buffer.concat(chunks));
        expect(decoder.trailers).toEqual(sent);
      }),
    );
  });

  it('never accepts an incomplete body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes), trailers, fc.nat(), async (chunks, sent, n) => {
        const encoded = encode(chunks, false, sent);
        const decoder = createAwsChunkedDecoder();
        const beginning = Readable.from([encoded.subarray(0, n % encoded.length)]);
        const decoding = buffer(beginning.pipe(decoder.stream));
        await expect(decoding).rejects.toMatchObject({ code: 'IncompleteBody' });
      }),
    );
  });
});

function encode(chunks: readonly Buffer[], signed: boolean, sent: Readonly<Record<string, string>>): Buffer {
  const head = (size: number): string => `${size.toString(16)}${signed ? ';chunk-signature=abc' : ''}\r\n`;
  const data = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [Buffer.from(head(chunk.length)), chunk, Buffer.from('\r\n')]);
  const lines = Object.entries(sent).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...data, Buffer.from(`${head(0)}${lines.join('')}\r\n`)]);
}

function* cut(encoded: Buffer, sizes: Iterator<number>): Generator<Buffer> {
  for (let at = 0; at < encoded.length; ) {
    const end = at + sizes.next().value;
    yield encoded.subarray(at, end);
    at = end;
  }
}
