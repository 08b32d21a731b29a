// The S3 that the conformance suite tests: the embedded server, or a real S3 bucket. For a real bucket set
// S3_CONFORMANCE_BUCKET (versioned; the suite deletes its objects under `conformance-…/`), the usual AWS_ variables, and
// S3_CONFORMANCE_ENDPOINT if it is not AWS.
import { randomUUID } from 'node:crypto';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { openServer } from '../open-server.ts';

export interface Subject {
  readonly s3: S3Client;
  readonly bucket: string;
  /** All keys of this run begin with it. */
  readonly prefix: string;
  /** The bucket and a key of this run. */
  at(name: string): { readonly Bucket: string; readonly Key: string };
  close(): Promise<void>;
}

export async function openSubject(): Promise<Subject> {
  const prefix = `conformance-${randomUUID()}/`;
  const name = process.env.S3_CONFORMANCE_BUCKET;
  const { s3, bucket, close } = await (name === undefined ? openLocal() : openReal(name, prefix));
  return { s3, bucket, prefix, at: (key) => ({ Bucket: bucket, Key: `${prefix}${key}` }), close };
}

async function openLocal() {
  const bucket = 'conformance';
  const { server, s3, close } = await openServer();
  await server.createBucket(bucket, { versioned: true, eventBridge: false });
  return { s3, bucket, close };
}

async function openReal(bucket: string, prefix: string) {
  const endpoint = process.env.S3_CONFORMANCE_ENDPOINT;
  const s3 = new S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true });
  const close = async (): Promise<void> => {
    await clear(s3, bucket, prefix);
    s3.destroy();
  };
  return { s3, bucket, close };
}

async function clear(s3: S3Client, Bucket: string, Prefix: string): Promise<void> {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
  if (versions.length === 0) return;
  const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await clear(s3, Bucket, Prefix);
}
