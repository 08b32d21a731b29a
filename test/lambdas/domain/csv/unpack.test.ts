import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXPANSION_LIMITS, gunzip, withinLimits } from '../../../../lambdas/domain/csv/unpack.ts';
import { bufferSizes, collect, inBuffers } from '../../../builders/buffers.ts';
import { cases } from '../../../depth.ts';

async function unpack(bytes: Buffer, sizes: readonly number[] = [11]): Promise<string> {
  return Buffer.concat(await collect(gunzip(inBuffers(bytes, sizes)))).toString();
}

describe('gunzip', () => {
  it('unpacks all members of a file, for all buffer sizes', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', 'é', '😀'), maxLength: 60 });
    const members = fc.array(text, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(members, bufferSizes, async (written, sizes) => {
        const bytes = Buffer.concat(written.map((member) => gzipSync(member)));
        expect(await unpack(bytes, sizes)).toBe(written.join(''));
      }),
      cases(300),
    );
  });

  it('never accepts an incomplete file as a whole one', async () => {
    const bytes = gzipSync('id,name\n1,é\n'.repeat(9));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), bufferSizes, async (length, sizes) => {
        await expect(unpack(bytes.subarray(0, length), sizes)).rejects.toMatchObject({ code: 'broken_gzip' });
      }),
    );
  });

  it.each([
    ['incomplete', (whole: Buffer) => whole.subarray(0, -9)],
    ['cut inside its header', (whole: Buffer) => whole.subarray(0, 5)],
    [
      'changed during the upload',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8, 1)]),
    ],
    ['followed by something else', (whole: Buffer) => Buffer.concat([whole, Buffer.from('more')])],
  ])('refuses a file that is %s', async (_, damage) => {
    const damaged = damage(gzipSync('id,name\n1,a\n'.repeat(20)));
    await expect(unpack(damaged)).rejects.toMatchObject({ name: 'RefusedError', code: 'broken_gzip' });
  });

  it('throws errors of the source unchanged', async () => {
    const unavailable = new Error('connection lost');
    async function* source() {
      yield gzipSync('id\n').subarray(0, 12);
      throw unavailable;
    }
    await expect(collect(gunzip(source()))).rejects.toBe(unavailable);
  });

  it('stops reading if its reader stops', async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) yield gzipSync('id\n'.repeat(1_000));
      } finally {
        closed = true;
      }
    }
    for await (const _ of gunzip(source())) break;
    expect(closed).toBe(true);
  });
});

describe('withinLimits', () => {
  const passed = async (unpacked: number, sourceBytes: number, limits = EXPANSION_LIMITS) => {
    const source = inBuffers(Buffer.alloc(unpacked), [1_000_000]);
    return (await collect(withinLimits(source, sourceBytes, limits))).reduce(
      (sum, { length }) => sum + length,
      0,
    );
  };

  it.each([
    ['its size', 1_000_000, { ratio: 200, bytes: 10_000_000 }],
    ['its ratio, if it is not small', 70_000, EXPANSION_LIMITS],
  ])('refuses a file that expands too much: %s', async (_, sourceBytes, limits) => {
    await expect(passed(70_000_000, sourceBytes, limits)).rejects.toMatchObject({ code: 'expands_too_much' });
  });

  it('accepts any ratio for a small file', async () => {
    expect(await passed(1_000_000, 10, { ratio: 2, bytes: 2_000_000 })).toBe(1_000_000);
  });

  it('accepts a large file that expands like CSV', async () => {
    expect(await passed(70_000_000, 7_000_000)).toBe(70_000_000);
  });
});
