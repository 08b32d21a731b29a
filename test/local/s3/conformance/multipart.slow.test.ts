import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bytesOf, expectRefusal } from './answers.ts';
import { openSubject, type Subject } from './subject.ts';

/** S3's minimum for a part that is not the last. */
const partBytes = 5 * 1024 * 1024;
const parts = [Buffer.alloc(partBytes, 'a'), Buffer.alloc(partBytes, 'b'), Buffer.from('the end')];

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
});
afterAll(() => subject.close());

async function start(name: string, more = {}) {
  const { s3, at } = subject;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at(name), ...more }));
  const upload = { ...at(name), UploadId };
  return {
    upload,
    async put(PartNumber: number, Body: Buffer) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      return { PartNumber, ETag };
    },
    complete: (Parts: readonly { PartNumber: number; ETag: string | undefined }[], condition = {}) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          MultipartUpload: { Parts: [...Parts] },
          ...condition,
        }),
      ),
  };
}

const md5 = (...data: readonly Buffer[]): Buffer => createHash('md5').update(Buffer.concat(data)).digest();

describe('a multipart upload', () => {
  it('joins its parts by number, in any order of arrival', async () => {
    const { s3, at } = subject;
    const { put, complete } = await start('joined', {
      ContentType: 'text/csv',
      Metadata: { feed: 'orders' },
    });
    const sent = await Promise.all([2, 0, 1].map((n) => put(n + 1, parts[n] ?? Buffer.alloc(0))));
    const done = await complete(sent.toSorted((a, b) => a.PartNumber - b.PartNumber));
    const ETag = `"${md5(...parts.map((part) => md5(part))).toString('hex')}-3"`;
    expect(done.ETag).toBe(ETag);
    const got = await s3.send(new GetObjectCommand(at('joined')));
    expect(got).toMatchObject({ ETag, ContentType: 'text/csv', Metadata: { feed: 'orders' } });
    expect(md5(Buffer.from(await bytesOf(got)))).toEqual(md5(...parts));
  });

  it('creates no object before it is complete, and can list its parts', async () => {
    const { s3, at } = subject;
    const { put, upload } = await start('pending');
    const first = await put(1, Buffer.from('one'));
    await put(2, Buffer.from('two'));
    const replaced = await put(2, Buffer.from('zwei'));
    await expectRefusal(s3.send(new HeadObjectCommand(at('pending'))), 404);
    const listed = await s3.send(new ListPartsCommand(upload));
    expect(listed.Parts).toMatchObject([
      { ...first, Size: 3 },
      { ...replaced, Size: 4 },
    ]);
    const page = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
    await s3.send(new AbortMultipartUploadCommand(upload));
    await expectRefusal(s3.send(new ListPartsCommand(upload)), 404, 'NoSuchUpload');
    await expectRefusal(put(3, Buffer.from('late')), 404, 'NoSuchUpload');
  });

  it('is not completed with missing, different or unordered parts', async () => {
    const { complete, put } = await start('wrong');
    const [first, second] = [await put(1, Buffer.alloc(partBytes)), await put(2, Buffer.from('b'))];
    await expectRefusal(complete([first, { PartNumber: 3, ETag: first.ETag }]), 400, 'InvalidPart');
    await expectRefusal(complete([{ PartNumber: 1, ETag: second.ETag }]), 400, 'InvalidPart');
    await expectRefusal(complete([second, first]), 400, 'InvalidPartOrder');
    await complete([first, second]);
  });

  it('checks the conditions of its completion', async () => {
    const { s3, at } = subject;
    const late = await start('taken');
    const part = await late.put(1, Buffer.from('late'));
    await s3.send(new PutObjectCommand({ ...at('taken'), Body: 'early' }));
    await expectRefusal(late.complete([part], { IfNoneMatch: '*' }), 412, 'PreconditionFailed');
    await late.complete([part], { IfMatch: `"${md5(Buffer.from('early')).toString('hex')}"` });
    expect(Buffer.from(await bytesOf(await s3.send(new GetObjectCommand(at('taken'))))).toString()).toBe(
      'late',
    );
  });
});
