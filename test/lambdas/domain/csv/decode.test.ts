import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeText, EXPANSION_LIMITS, type ExpansionLimits } from '../../../../lambdas/domain/csv/decode.ts';
import type { Compression } from '../../../../lambdas/domain/csv/dialect.ts';
import { collect, inBuffers } from '../../../builders/buffers.ts';

async function decode(bytes: Buffer, compression: Compression, limits?: ExpansionLimits): Promise<string> {
  const source = inBuffers(bytes, [11]);
  return Buffer.concat(await collect(decodeText(source, compression, bytes.length, limits))).toString();
}

describe('decodeText', () => {
  it('unpacks gzip', async () => {
    expect(await decode(gzipSync('id\n1\n'), 'gzip')).toBe('id\n1\n');
  });

  it('unpacks all members of a gzip file', async () => {
    const members = ['id\n', '1\n', '', '2\n'].map((text) => gzipSync(text));
    expect(await decode(Buffer.concat(members), 'gzip')).toBe('id\n1\n2\n');
  });

  it('unpacks UTF-16 within gzip', async () => {
    expect(await decode(gzipSync(Buffer.from('\ufeffid,é\n', 'utf16le')), 'gzip')).toBe('id,é\n');
  });

  it.each([
    ['cut short', (whole: Buffer) => whole.subarray(0, -9)],
    ['cut within its header', (whole: Buffer) => whole.subarray(0, 5)],
    ['changed on the way', (whole: Buffer) => Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8, 1)])],
    ['followed by something else', (whole: Buffer) => Buffer.concat([whole, Buffer.from('more')])],
  ])('refuses a gzip file that is %s', async (_, damage) => {
    const damaged = damage(gzipSync('id,name\n1,a\n'.repeat(20)));
    await expect(decode(damaged, 'gzip')).rejects.toMatchObject({
      name: 'RefusedError',
      code: 'broken_gzip',
    });
  });

  it.each([
    ['in bytes', { ratio: 200, bytes: 1_000_000 }],
    ['by its ratio, unless it is small', EXPANSION_LIMITS],
  ])('refuses a file that expands too far %s', async (_, limits) => {
    const bomb = gzipSync(Buffer.alloc(70_000_000));
    await expect(decode(bomb, 'gzip', limits)).rejects.toMatchObject({ code: 'expands_too_much' });
  });

  it('does not mind how far a small file expands', async () => {
    const text = 'a'.repeat(1_000_000);
    expect(await decode(gzipSync(text), 'gzip', { ratio: 2, bytes: 2_000_000 })).toBe(text);
  });

  it.each([
    ['half a character', Buffer.from([0xff, 0xfe, 0x41])],
    ['half a surrogate pair', Buffer.from([0xff, 0xfe, 0x3d, 0xd8])],
    ['two halves in the wrong order', Buffer.from([0xff, 0xfe, 0x00, 0xde, 0x3d, 0xd8])],
  ])('refuses UTF-16 that holds %s', async (_, bytes) => {
    await expect(decode(bytes, 'none')).rejects.toMatchObject({ name: 'RefusedError', code: 'not_text' });
  });

  it('passes on what goes wrong at the source, untouched', async () => {
    const unavailable = new Error('connection lost');
    async function* source() {
      yield gzipSync('id\n').subarray(0, 12);
      throw unavailable;
    }
    await expect(collect(decodeText(source(), 'gzip', 100))).rejects.toBe(unavailable);
  });

  it('stops reading where its reader stops', async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) yield gzipSync('id\n'.repeat(1_000));
      } finally {
        closed = true;
      }
    }
    for await (const _ of decodeText(source(), 'gzip', 100)) break;
    expect(closed).toBe(true);
  });
});
