import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openServer } from '../open-server.ts';

let opened: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  opened = await openServer();
});
afterAll(() => opened.close());

const name = fc.string({
  unit: fc.constantFrom('a', 'B', '/', ' ', 'é', '～', '😀'),
  minLength: 1,
  maxLength: 5,
});
const query = fc.record({
  Prefix: fc.constantFrom('', 'a', 'a/', 'é'),
  Delimiter: fc.constantFrom(undefined, '/', 'a'),
  MaxKeys: fc.integer({ min: 1, max: 4 }),
});
type Query = typeof query extends fc.Arbitrary<infer T> ? T : never;

/** A simple model of S3: keys and common prefixes in the order of their UTF-8 bytes. */
function expected(keys: readonly string[], { Prefix, Delimiter }: Query): readonly string[] {
  const rolledUp = keys
    .filter((key) => key.startsWith(Prefix))
    .map((key) => {
      const [head, ...rest] = Delimiter === undefined ? [key] : key.slice(Prefix.length).split(Delimiter);
      return rest.length > 0 ? `${Prefix}${head}${Delimiter}` : key;
    });
  return [...new Set(rolledUp)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function walk(Bucket: string, asked: Query): Promise<readonly string[]> {
  const seen: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await opened.s3.send(new ListObjectsV2Command({ Bucket, ...asked, ContinuationToken }));
    const keys = (page.Contents ?? []).map(({ Key = '' }) => Key);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix);
    expect(keys.length + prefixes.length).toBe(page.KeyCount);
    expect(page.KeyCount).toBeLessThanOrEqual(asked.MaxKeys);
    seen.push(...[...keys, ...prefixes].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return seen;
}

describe('ListObjectsV2', () => {
  it('lists every object once, in order, for any page size', async () => {
    const { server, s3 } = opened;
    let buckets = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 12 }),
        fc.nat(3),
        query,
        async (names, gone, asked) => {
          buckets += 1;
          const Bucket = `bucket-${buckets}`;
          await server.createBucket(Bucket, { versioned: buckets % 2 === 0, eventBridge: false });
          for (const Key of names) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
          for (const Key of names.slice(0, gone)) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
          expect(await walk(Bucket, asked)).toEqual(expected(names.slice(gone), asked));
        },
      ),
      { numRuns: 50 },
    );
  });
});
