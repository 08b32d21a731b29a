import { ListObjectsV2Command, type ListObjectsV2CommandInput, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSubject, type Subject } from './subject.ts';

/** In S3's order, which differs from JavaScript's: U+FF5E is before an emoji in UTF-8, and after it in UTF-16. */
const names = ['A', 'a', 'a b', 'a+b', 'a/1', 'a/2', 'a/b/3', 'b&<c>', 'b/4', 'é', '漢', '～', '😀'];

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
  const { s3, at } = subject;
  await Promise.all(names.map((name) => s3.send(new PutObjectCommand({ ...at(name), Body: name }))));
});
afterAll(() => subject.close());

/** Lists under the run's prefix, and removes the prefix from the result. */
async function list(query: Omit<ListObjectsV2CommandInput, 'Bucket'> = {}) {
  const { s3, bucket, prefix } = subject;
  const Prefix = `${prefix}${query.Prefix ?? ''}`;
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ...query, Prefix }));
  const bare = (name = ''): string => name.slice(prefix.length);
  return {
    page,
    keys: (page.Contents ?? []).map(({ Key }) => bare(Key)),
    prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => bare(Prefix)),
  };
}

describe('ListObjectsV2', () => {
  it('lists in the order of the UTF-8 bytes', async () => {
    const { page, keys } = await list();
    expect(keys).toEqual(names);
    expect(page).toMatchObject({ KeyCount: names.length, IsTruncated: false, MaxKeys: 1000 });
    const [first] = page.Contents ?? [];
    expect(first).toMatchObject({
      Size: 1,
      ETag: expect.stringMatching(/^"\w{32}"$/),
      LastModified: expect.any(Date),
    });
  });

  it('lists only keys with a prefix', async () => {
    expect((await list({ Prefix: 'a/' })).keys).toEqual(['a/1', 'a/2', 'a/b/3']);
    expect((await list({ Prefix: 'nothing' })).page.KeyCount).toBe(0);
  });

  it('groups keys by a delimiter', async () => {
    const top = await list({ Delimiter: '/' });
    expect(top.prefixes).toEqual(['a/', 'b/']);
    expect(top.keys).toEqual(names.filter((name) => !name.includes('/')));
    const inside = await list({ Prefix: 'a/', Delimiter: '/' });
    expect([inside.keys, inside.prefixes]).toEqual([['a/1', 'a/2'], ['a/b/']]);
  });

  it('begins after a given key', async () => {
    expect((await list({ StartAfter: subject.at('é').Key })).keys).toEqual(['漢', '～', '😀']);
  });

  it.each([1, 2, 5])('continues from page to page with %i keys each, grouped or not', async (MaxKeys) => {
    for (const Delimiter of [undefined, '/']) {
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const { page, keys, prefixes } = await list({ MaxKeys, Delimiter, ContinuationToken });
        expect(keys.length + prefixes.length).toBeLessThanOrEqual(MaxKeys);
        seen.push(...keys, ...prefixes);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      const { keys, prefixes } = await list({ Delimiter });
      expect(seen.toSorted()).toEqual([...keys, ...prefixes].toSorted());
    }
  });

  it('lists nothing with max-keys 0', async () => {
    const { page, keys } = await list({ MaxKeys: 0 });
    expect(keys).toEqual([]);
    expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('percent-encodes keys with encoding-type url', async () => {
    const { page } = await list({ Prefix: 'b&', EncodingType: 'url' });
    expect(page.EncodingType).toBe('url');
    expect(page.Contents?.[0]?.Key).toBe(`${subject.prefix}b%26%3Cc%3E`);
  });
});
