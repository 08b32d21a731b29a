import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in buffers of this process, which would include an object that is completely in memory. */
function heldBytes(): number {
  collectGarbage();
  // A second time, to wait for the background work of the first.
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Passes data on, and measures the memory four times. */
async function* watched(data: AsyncIterable<Uint8Array>, held: number[]): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const block of data) {
    yield block;
    passed += block.length;
    if (passed >= (held.length + 1) * (size / 4)) held.push(heldBytes());
  }
}

/** 64 MiB of different blocks, so that the digest detects lost or swapped blocks. */
async function* blocks(): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < size / mebibyte; n += 1) yield Buffer.alloc(mebibyte, `block ${n};`);
}

async function digestOf(data: AsyncIterable<Uint8Array>): Promise<string> {
  const sha256 = createHash('sha256');
  for await (const block of data) sha256.update(block);
  return sha256.digest('hex');
}

interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

const putWhole = (at: Target, Body: Readable) =>
  subject.s3.send(new PutObjectCommand({ ...at, Body, ContentLength: size }));

const putInParts = (at: Target, Body: Readable) =>
  new Upload({
    client: subject.s3,
    params: { ...at, Body },
    partSize: 5 * mebibyte,
    queueSize: 2,
  }).done();

describe('an object of 64 MiB', () => {
  it.each([
    ['one request', putWhole],
    ['parts', putInParts],
  ])('is uploaded in %s and downloaded without being completely in memory', async (name, put) => {
    const at = subject.at(name);
    const [up, down]: [number[], number[]] = [[], []];
    const before = heldBytes();
    await put(at, Readable.from(watched(blocks(), up), { objectMode: false }));
    const { Body } = await subject.s3.send(new GetObjectCommand(at));
    expect(await digestOf(watched(Body as Readable, down))).toBe(await digestOf(blocks()));
    expect([up.length, down.length]).toEqual([4, 4]);
    expect(Math.max(...up, ...down) - before).toBeLessThan(size / 2);
  });
});
