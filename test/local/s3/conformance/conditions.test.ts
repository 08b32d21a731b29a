import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal, textOf } from './answers.ts';
import { openSubject, type Subject } from './subject.ts';

let subject: Subject;
beforeAll(async () => {
  subject = await openSubject();
});
afterAll(() => subject.close());

const etag = (text: string): string => `"${createHash('md5').update(text).digest('hex')}"`;

describe('a conditional read', () => {
  it('sends the object if it is the expected one, and 412 if not', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('read'), Body: 'one' }));
    const got = await s3.send(new GetObjectCommand({ ...at('read'), IfMatch: etag('one') }));
    expect(await textOf(got)).toBe('one');
    const other = { ...at('read'), IfMatch: etag('two') };
    await expectRefusal(s3.send(new GetObjectCommand(other)), 412, 'PreconditionFailed');
    await expectRefusal(s3.send(new HeadObjectCommand(other)), 412);
  });

  it('answers 304 if the client has the object already', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('cached'), Body: 'one' }));
    const cached = { ...at('cached'), IfNoneMatch: etag('one') };
    await expectRefusal(s3.send(new GetObjectCommand(cached)), 304);
    await expectRefusal(s3.send(new HeadObjectCommand(cached)), 304);
    const changed = await s3.send(new GetObjectCommand({ ...cached, IfNoneMatch: etag('zero') }));
    expect(await textOf(changed)).toBe('one');
  });

  it('supports dates', async () => {
    const { s3, at } = subject;
    await s3.send(new PutObjectCommand({ ...at('dated'), Body: 'one' }));
    const { LastModified: date } = await s3.send(new HeadObjectCommand(at('dated')));
    await expectRefusal(s3.send(new GetObjectCommand({ ...at('dated'), IfModifiedSince: date })), 304);
    const past = new Date('2020-01-01');
    await expectRefusal(s3.send(new GetObjectCommand({ ...at('dated'), IfUnmodifiedSince: past })), 412);
    expect(await textOf(await s3.send(new GetObjectCommand({ ...at('dated'), IfModifiedSince: past })))).toBe(
      'one',
    );
  });
});

describe('a conditional write', () => {
  it('with If-None-Match: * creates an object, but does not replace one', async () => {
    const { s3, at } = subject;
    const create = (Body: string) => s3.send(new PutObjectCommand({ ...at('once'), Body, IfNoneMatch: '*' }));
    await create('one');
    await expectRefusal(create('two'), 412, 'PreconditionFailed');
    expect(await textOf(await s3.send(new GetObjectCommand(at('once'))))).toBe('one');
    await s3.send(new DeleteObjectCommand(at('once')));
    await create('three');
  });

  it('with If-Match replaces only the given version', async () => {
    const { s3, at } = subject;
    const replace = (Body: string, known: string) =>
      s3.send(new PutObjectCommand({ ...at('known'), Body, IfMatch: etag(known) }));
    await expectRefusal(replace('two', 'one'), 404, 'NoSuchKey');
    await s3.send(new PutObjectCommand({ ...at('known'), Body: 'one' }));
    await replace('two', 'one');
    await expectRefusal(replace('three', 'one'), 412, 'PreconditionFailed');
    expect(await textOf(await s3.send(new GetObjectCommand(at('known'))))).toBe('two');
  });

  it.each([
    ['If-None-Match: *', 'creators', { IfNoneMatch: '*' }],
    ['If-Match', 'replacers', { IfMatch: etag('start') }],
  ])('with %s succeeds for only one of several concurrent writers', async (_, name, condition) => {
    const { s3, at } = subject;
    if ('IfMatch' in condition) await s3.send(new PutObjectCommand({ ...at(name), Body: 'start' }));
    const bodies = Array.from({ length: 20 }, (_, index) => `racer ${index}`);
    const ends = await Promise.allSettled(
      bodies.map((Body) => s3.send(new PutObjectCommand({ ...at(name), Body, ...condition }))),
    );
    const winners = bodies.filter((_, index) => ends[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(await textOf(await s3.send(new GetObjectCommand(at(name))))).toBe(winners[0]);
    for (const end of ends) {
      // AWS may also answer 409 ConditionalRequestConflict to the others.
      if (end.status === 'rejected') expect([409, 412]).toContain(end.reason.$metadata.httpStatusCode);
    }
  });
});
