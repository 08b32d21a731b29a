import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createAwsChunkedDecoder } from '../../../../local/s3/http/aws-chunked.ts';

async function decode(encoded: string) {
  const { stream, trailers } = createAwsChunkedDecoder();
  const body = (await buffer(Readable.from([Buffer.from(encoded)]).pipe(stream))).toString();
  return { body, trailers };
}

describe('createAwsChunkedDecoder', () => {
  it('decodes chunks followed by a checksum', async () => {
    const encoded = '5\r\nhello\r\n6\r\n world\r\n0\r\nX-Amz-Checksum-CRC32: DUoRhQ==\r\n\r\n';
    const trailers = { 'x-amz-checksum-crc32': 'DUoRhQ==' };
    expect(await decode(encoded)).toEqual({ body: 'hello world', trailers });
  });

  it('decodes signed chunks, with a signed trailer or without', async () => {
    const chunks = '5;chunk-signature=ad80c7\r\nhello\r\n0;chunk-signature=b6c6ea\r\n';
    expect(await decode(`${chunks}\r\n`)).toEqual({ body: 'hello', trailers: {} });
    const trailers = { 'x-amz-checksum-crc32': 'NhCmhg==', 'x-amz-trailer-signature': '41e14a' };
    const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
    expect(await decode(`${chunks}${lines.join('')}\r\n`)).toEqual({ body: 'hello', trailers });
  });

  it.each([
    ['ends in a chunk', '5\r\nhel', 'IncompleteBody'],
    ['ends between chunks', '5\r\nhello\r\n', 'IncompleteBody'],
    ['ends in its trailers', '0\r\nx-amz-checksum-crc32:', 'IncompleteBody'],
    ['is empty', '', 'IncompleteBody'],
    ['has a size that is not a number', 'five\r\nhello\r\n', 'InvalidRequest'],
    ['has a chunk longer than its size', '4\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['continues after its end', '0\r\n\r\n0\r\n\r\n', 'InvalidRequest'],
    ['ends its lines only with LF', '5\nhello\n0\n\n', 'InvalidRequest'],
    ['is not chunked at all', 'id,name\n'.repeat(1000), 'InvalidRequest'],
    ['has no end of line', '0'.repeat(5000), 'InvalidRequest'],
    ['has a trailer without a value', '0\r\nchecksum\r\n\r\n', 'MalformedTrailerError'],
  ])('refuses a body that %s', async (_, encoded, code) => {
    await expect(decode(encoded)).rejects.toMatchObject({ code });
  });
});
