import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal, textOf } from './answers.ts';
import { openSubject, type Subject } from './subject.ts';

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
});
afterAll(() => subject.close());

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('an object', () => {
  it.each([
    ['spaces', 'a file with spaces.csv'],
    ['characters with a meaning in URLs', 'a+b%25&c=d?e#f;g:h@i,j$k!l*m(n)o[p]q|r^s`t~u'],
    ['accents and emoji', 'é ü 漢字 😀.csv'],
    ['dots and slashes', 'a/../b/./c//d/'],
    ['quotes and angles', `"double" 'single' <angle> \\back`],
    ['upper and lower case', 'Case.CSV'],
    ['a length over that of file names', 'long/'.repeat(150)],
  ])('keeps a key with %s', async (_, name) => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at(name), Body: name }));
    expect(await textOf(await s3.send(new GetObjectCommand(at(name))))).toBe(name);
  });

  it('distinguishes keys that differ only in case', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('same'), Body: 'lower' }));
    await s3.send(new PutObjectCommand({ ...at('SAME'), Body: 'upper' }));
    expect(await textOf(await s3.send(new GetObjectCommand(at('same'))))).toBe('lower');
  });

  it('is returned with its headers, metadata and the MD5 as ETag', async () => {
    const { s3, at } = subject;
    const headers = {
      ContentType: 'text/csv; charset=utf-8',
      ContentEncoding: 'gzip',
      ContentDisposition: 'attachment; filename="x.csv"',
      CacheControl: 'max-age=60',
      Metadata: { feed: 'orders', 'line-count': '12' },
    };
    const body = Readable.from([Buffer.from('hello '), Buffer.from('world')]);
    await s3.send(new PutObjectCommand({ ...at('headers'), Body: body, ContentLength: 11, ...headers }));
    const expected = {
      ...headers,
      ContentLength: 11,
      ETag: `"${md5('hello world')}"`,
      AcceptRanges: 'bytes',
    };
    expect(await s3.send(new HeadObjectCommand(at('headers')))).toMatchObject(expected);
    const got = await s3.send(new GetObjectCommand(at('headers')));
    expect(got).toMatchObject({ ...expected, LastModified: expect.any(Date) });
    expect(await textOf(got)).toBe('hello world');
  });

  it('may be empty', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('empty'), Body: new Uint8Array() }));
    const got = await s3.send(new GetObjectCommand(at('empty')));
    expect(got).toMatchObject({ ContentLength: 0, ETag: `"${md5('')}"` });
    expect(await textOf(got)).toBe('');
  });

  it('is refused if its checksum does not match', async () => {
    const { s3, at } = subject;
    const put = { ...at('damaged'), Body: 'hello' };
    await expectRefusal(
      s3.send(new PutObjectCommand({ ...put, ChecksumCRC32: 'AAAAAA==' })),
      400,
      'BadDigest',
    );
    const contentMd5 = Buffer.from(md5('other'), 'hex').toString('base64');
    await expectRefusal(s3.send(new PutObjectCommand({ ...put, ContentMD5: contentMd5 })), 400, 'BadDigest');
    await expectRefusal(s3.send(new HeadObjectCommand(at('damaged'))), 404, 'NotFound');
  });

  it('that is missing is NoSuchKey, and NotFound for HEAD, which has no body', async () => {
    const { s3, at } = subject;
    await expectRefusal(s3.send(new GetObjectCommand(at('absent'))), 404, 'NoSuchKey');
    await expectRefusal(s3.send(new HeadObjectCommand(at('absent'))), 404, 'NotFound');
  });
});

describe('CopyObject', () => {
  const source = (name: string): string => {
    const { Bucket, Key } = subject.at(name);
    return `${Bucket}/${encodeURIComponent(Key)}`;
  };

  it('copies content, headers, metadata and tags', async () => {
    const { s3, at } = subject;
    const described = { ContentType: 'text/csv', Metadata: { feed: 'people' } };
    await s3.send(new PutObjectCommand({ ...at('from é +'), Body: 'rows', ...described, Tagging: 'a=1' }));
    const copy = await s3.send(new CopyObjectCommand({ ...at('to'), CopySource: source('from é +') }));
    expect(copy.CopyObjectResult?.ETag).toBe(`"${md5('rows')}"`);
    const got = await s3.send(new GetObjectCommand(at('to')));
    expect(got).toMatchObject({ ...described, TagCount: 1 });
    expect(await textOf(got)).toBe('rows');
  });

  it('replaces metadata with the directive REPLACE', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('old'), Body: 'rows', Metadata: { a: '1' } }));
    await s3.send(
      new CopyObjectCommand({
        ...at('new'),
        CopySource: source('old'),
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    );
    expect((await s3.send(new HeadObjectCommand(at('new')))).Metadata).toEqual({ b: '2' });
  });

  it('copies the given version', async () => {
    const { s3, at } = subject;
    const first = await s3.send(new PutObjectCommand({ ...at('versions'), Body: 'first' }));
    await s3.send(new PutObjectCommand({ ...at('versions'), Body: 'second' }));
    const CopySource = `${source('versions')}?versionId=${first.VersionId}`;
    await s3.send(new CopyObjectCommand({ ...at('copy of first'), CopySource }));
    expect(await textOf(await s3.send(new GetObjectCommand(at('copy of first'))))).toBe('first');
  });

  it('refuses a missing source, and one that does not meet the conditions', async () => {
    const { s3, at } = subject;
    const absent = new CopyObjectCommand({ ...at('copy'), CopySource: source('absent') });
    await expectRefusal(s3.send(absent), 404, 'NoSuchKey');
    await s3.send(new PutObjectCommand({ ...at('changed'), Body: 'new' }));
    const pinned = { ...at('copy'), CopySource: source('changed'), CopySourceIfMatch: `"${md5('old')}"` };
    await expectRefusal(s3.send(new CopyObjectCommand(pinned)), 412, 'PreconditionFailed');
  });
});

describe('tags', () => {
  it('are stored with the object, and can be replaced', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('tagged'), Body: 'x', Tagging: 'state=new&by=a%26b%20c' }));
    expect((await s3.send(new GetObjectTaggingCommand(at('tagged')))).TagSet).toEqual(
      expect.arrayContaining([
        { Key: 'state', Value: 'new' },
        { Key: 'by', Value: 'a&b c' },
      ]),
    );
    const TagSet = [{ Key: 'state', Value: 'done' }];
    await s3.send(new PutObjectTaggingCommand({ ...at('tagged'), Tagging: { TagSet } }));
    expect((await s3.send(new GetObjectTaggingCommand(at('tagged')))).TagSet).toEqual(TagSet);
    await s3.send(new PutObjectTaggingCommand({ ...at('tagged'), Tagging: { TagSet: [] } }));
    expect((await s3.send(new GetObjectTaggingCommand(at('tagged')))).TagSet).toEqual([]);
  });
});

describe('deleting', () => {
  it('removes one object, and accepts a missing one', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('gone'), Body: 'x' }));
    await s3.send(new DeleteObjectCommand(at('gone')));
    await s3.send(new DeleteObjectCommand(at('never there')));
    await expectRefusal(s3.send(new GetObjectCommand(at('gone'))), 404, 'NoSuchKey');
  });

  it('removes several objects in one request', async () => {
    const { s3, at, bucket } = subject;
    const names = ['one & two', ' leading space', '<three>', '😀'];
    for (const name of names) await s3.send(new PutObjectCommand({ ...at(name), Body: name }));
    const Objects = names.map((name) => ({ Key: at(name).Key }));
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key).sort()).toEqual(Objects.map(({ Key }) => Key).sort());
    for (const name of names) await expectRefusal(s3.send(new HeadObjectCommand(at(name))), 404);
  });
});

describe('a bucket', () => {
  it('exists or not', async () => {
    const { s3, bucket } = subject;
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    await expectRefusal(s3.send(new HeadBucketCommand({ Bucket: `${bucket.slice(0, 40)}-not-there` })), 404);
  });
});
