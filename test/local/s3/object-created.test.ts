import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectCreated } from '../../../local/s3/operations/object-created.ts';
import { textOf } from './conformance/answers.ts';
import { openServer } from './open-server.ts';

const now = Date.parse('2026-03-01T10:00:00.250Z');
const key = 'incoming/orders/March + é 😀.csv';

let events: ObjectCreated[];
let opened: Awaited<ReturnType<typeof openServer>>;
beforeEach(async () => {
  events = [];
  opened = await openServer({ now: () => now, onObjectCreated: (event) => events.push(event) });
  await opened.server.createBucket('versioned', { versioned: true, eventBridge: true });
  await opened.server.createBucket('plain', { versioned: false, eventBridge: true });
  await opened.server.createBucket('silent', { versioned: true, eventBridge: false });
});
afterEach(() => opened.close());

const put = (Bucket: string, Key: string) =>
  opened.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));

describe('onObjectCreated', () => {
  it('gets the event of EventBridge', async () => {
    const { VersionId } = await put('versioned', key);
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account: '000000000000',
        time: '2026-03-01T10:00:00Z',
        region: 'us-east-1',
        resources: ['arn:aws:s3:::versioned'],
        detail: {
          version: '0',
          bucket: { name: 'versioned' },
          object: {
            key,
            size: 5,
            etag: '5d41402abc4b2a76b9719d911017c592',
            'version-id': VersionId,
            sequencer: expect.stringMatching(/^[0-9A-F]+$/),
          },
          'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });

  it('gets no version id without versioning', async () => {
    await put('plain', key);
    expect(Object.keys(events[0]?.detail.object ?? {})).toEqual(['key', 'size', 'etag', 'sequencer']);
  });

  it('gets the reason of the creation', async () => {
    const { s3 } = opened;
    const at = { Bucket: 'versioned', Key: key };
    await put('versioned', key);
    await s3.send(new CopyObjectCommand({ ...at, CopySource: `versioned/${encodeURIComponent(key)}` }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const part = { ...at, UploadId, PartNumber: 1 };
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'part' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
    const reasons = events.map(({ detail }) => detail.reason);
    expect(reasons).toEqual(['PutObject', 'CopyObject', 'CompleteMultipartUpload']);
  });

  it('can sort the events of a key by their sequencers, even within a millisecond', async () => {
    await Promise.all(Array.from({ length: 20 }, () => put('versioned', key)));
    const latest = events.toSorted((a, b) =>
      a.detail.object.sequencer < b.detail.object.sequencer ? 1 : -1,
    )[0];
    const current = await opened.s3.send(new GetObjectCommand({ Bucket: 'versioned', Key: key }));
    expect(await textOf(current)).toBe('hello');
    expect(latest?.detail.object['version-id']).toBe(current.VersionId);
  });

  it('is not called for refused writes, deletions, and buckets without eventBridge', async () => {
    const { s3 } = opened;
    await put('silent', key);
    const damaged = { Bucket: 'versioned', Key: key, Body: 'hello', ChecksumCRC32: 'AAAAAA==' };
    await expect(s3.send(new PutObjectCommand(damaged))).rejects.toThrow();
    await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: key }));
    expect(events).toEqual([]);
  });
});
