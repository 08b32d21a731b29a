import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
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

/** Puts the texts one after another, and returns their version ids. */
async function putVersions(name: string, texts: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const Body of texts) {
    const { VersionId } = await subject.s3.send(new PutObjectCommand({ ...subject.at(name), Body }));
    ids.push(VersionId ?? 'none');
  }
  return ids;
}

describe('a version', () => {
  it('stays readable by its id after a newer one is put', async () => {
    const { s3, at } = subject;
    const [first, second] = await putVersions('kept', ['first', 'second']);
    const current = await s3.send(new GetObjectCommand(at('kept')));
    expect([await textOf(current), current.VersionId]).toEqual(['second', second]);
    const pinned = await s3.send(new GetObjectCommand({ ...at('kept'), VersionId: first }));
    expect([await textOf(pinned), pinned.VersionId]).toEqual(['first', first]);
  });

  it('returns its own bytes to a reader while a newer version is put', async () => {
    const { s3, at } = subject;
    const size = 8 * 1024 * 1024;
    const [old = ''] = await putVersions('overtaken', ['a'.repeat(size)]);
    const [first, second] = await Promise.all([
      s3.send(new GetObjectCommand({ ...at('overtaken'), VersionId: old, Range: `bytes=0-${size / 2 - 1}` })),
      s3.send(new GetObjectCommand(at('overtaken'))),
    ]);
    await putVersions('overtaken', ['b'.repeat(size)]);
    expect(await textOf(first)).toBe('a'.repeat(size / 2));
    expect(await textOf(second)).toBe('a'.repeat(size));
    const rest = { ...at('overtaken'), VersionId: old, Range: `bytes=${size / 2}-` };
    expect(await textOf(await s3.send(new GetObjectCommand(rest)))).toBe('a'.repeat(size / 2));
  });

  it('that never existed is NoSuchVersion', async () => {
    const { s3, at } = subject;
    const [only] = await putVersions('removed', ['x']);
    await s3.send(new DeleteObjectCommand({ ...at('removed'), VersionId: only }));
    const removed = new GetObjectCommand({ ...at('removed'), VersionId: only });
    await expectRefusal(s3.send(removed), 404, 'NoSuchVersion');
  });
});

describe('a delete marker', () => {
  it('hides the object but not its versions, and shows it again after it is removed', async () => {
    const { s3, at } = subject;
    const [version] = await putVersions('hidden', ['still here']);
    const marker = await s3.send(new DeleteObjectCommand(at('hidden')));
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    await expectRefusal(s3.send(new GetObjectCommand(at('hidden'))), 404, 'NoSuchKey');
    const pinned = await s3.send(new GetObjectCommand({ ...at('hidden'), VersionId: version }));
    expect(await textOf(pinned)).toBe('still here');
    const removal = new DeleteObjectCommand({ ...at('hidden'), VersionId: marker.VersionId });
    expect(await s3.send(removal)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(await textOf(await s3.send(new GetObjectCommand(at('hidden'))))).toBe('still here');
  });

  it('cannot be read', async () => {
    const { s3, at } = subject;
    await putVersions('marked', ['x']);
    const { VersionId } = await s3.send(new DeleteObjectCommand(at('marked')));
    await expectRefusal(s3.send(new HeadObjectCommand({ ...at('marked'), VersionId })), 405);
    await expectRefusal(
      s3.send(new GetObjectCommand({ ...at('marked'), VersionId })),
      405,
      'MethodNotAllowed',
    );
  });
});

describe('ListObjectVersions', () => {
  it('lists the newest first, and delete markers separately', async () => {
    const { s3, at, bucket } = subject;
    const [a1, a2] = await putVersions('list/a', ['1', '22']);
    const [b1] = await putVersions('list/b', ['1']);
    const { VersionId: marker } = await s3.send(new DeleteObjectCommand(at('list/b')));
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: at('list/').Key }));
    expect(listed.Versions).toMatchObject([
      { Key: at('list/a').Key, VersionId: a2, IsLatest: true, Size: 2 },
      { Key: at('list/a').Key, VersionId: a1, IsLatest: false, Size: 1 },
      { Key: at('list/b').Key, VersionId: b1, IsLatest: false, Size: 1 },
    ]);
    expect(listed.DeleteMarkers).toMatchObject([
      { Key: at('list/b').Key, VersionId: marker, IsLatest: true },
    ]);
  });

  it('continues from page to page', async () => {
    const { s3, at, bucket } = subject;
    const ids = [
      ...(await putVersions('pages/a', ['1', '2', '3'])).toReversed(),
      ...(await putVersions('pages/b', ['1', '2'])).toReversed(),
    ];
    const seen: (string | undefined)[] = [];
    let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    do {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(marker);
      seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    } while (marker.KeyMarker !== undefined);
    expect(seen).toEqual(ids);

    function listPage(from: typeof marker) {
      const query = { Bucket: bucket, Prefix: at('pages/').Key, MaxKeys: 2, ...from };
      return s3.send(new ListObjectVersionsCommand(query));
    }
  });
});
