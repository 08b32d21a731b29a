import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSubject, type Subject } from './subject.ts';

const mebibyte = 1024 * 1024;
const size = 64 * mebibyte;

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
});
afterAll(() => subject.close());

/** 64 MiB, no block like another, so that blocks lost or swapped show in the digest. */
async function* blocks() {
  for (let n = 0; n < size / mebibyte; n += 1) yield Buffer.alloc(mebibyte, `block ${n};`);
}

async function digestOf(data: AsyncIterable<Uint8Array>): Promise<string> {
  const sha256 = createHash('sha256');
  for await (const block of data) sha256.update(block);
  return sha256.digest('hex');
}

/** The most memory that buffers took during `work`, in bytes: where an object would be that is held as a whole. */
async function peakBuffers(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const start = process.memoryUsage().arrayBuffers;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - start);
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

describe('a large object', () => {
  it.each([
    [
      'in one request',
      (at: { Bucket: string; Key: string }) =>
        subject.s3.send(new PutObjectCommand({ ...at, Body: Readable.from(blocks()), ContentLength: size })),
    ],
    [
      'in parts of an unknown number',
      (at: { Bucket: string; Key: string }) =>
        new Upload({
          client: subject.s3,
          params: { ...at, Body: Readable.from(blocks()) },
          partSize: 5 * mebibyte,
          queueSize: 2,
        }).done(),
    ],
  ])('goes up %s and down as streams', async (name, upload) => {
    const at = subject.at(name);
    const up = await peakBuffers(() => upload(at));
    let digest = '';
    const down = await peakBuffers(async () => {
      const { Body } = await subject.s3.send(new GetObjectCommand(at));
      digest = await digestOf(Body as Readable);
    });
    expect(digest).toBe(await digestOf(blocks()));
    expect(Math.max(up, down)).toBeLessThan(size / 2);
  });
});
