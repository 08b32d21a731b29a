import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal, textOf } from './answers.ts';
import { openSubject, type Subject } from './subject.ts';

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
  await subject.s3.send(new PutObjectCommand({ ...subject.at('ten'), Body: '0123456789' }));
  await subject.s3.send(new PutObjectCommand({ ...subject.at('none'), Body: new Uint8Array() }));
});
afterAll(() => subject.close());

describe('a range', () => {
  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-1000', '89', 'bytes 8-9/10'],
    ['bytes=-1000', '0123456789', 'bytes 0-9/10'],
  ])('%s returns %s', async (Range, text, ContentRange) => {
    const { s3, at } = subject;
    const got = await s3.send(new GetObjectCommand({ ...at('ten'), Range }));
    expect(got).toMatchObject({
      ContentRange,
      ContentLength: text.length,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await textOf(got)).toBe(text);
    expect(await s3.send(new HeadObjectCommand({ ...at('ten'), Range }))).toMatchObject({
      ContentLength: text.length,
    });
  });

  it.each(['bytes=5-2', 'lines=1-2', 'bytes=a-b'])('%s is ignored, and returns everything', async (Range) => {
    const { s3, at } = subject;
    const got = await s3.send(new GetObjectCommand({ ...at('ten'), Range }));
    expect(got.$metadata.httpStatusCode).toBe(200);
    expect(await textOf(got)).toBe('0123456789');
  });

  it.each([
    ['ten', 'bytes=10-'],
    ['ten', 'bytes=100-200'],
    ['ten', 'bytes=-0'],
    ['none', 'bytes=0-'],
  ])('after the end of the object (%s, %s) is refused', async (name, Range) => {
    const { s3, at } = subject;
    await expectRefusal(s3.send(new GetObjectCommand({ ...at(name), Range })), 416, 'InvalidRange');
  });
});
