import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type S3ServerOptions, startS3Server } from '../../../local/s3/server.ts';

/** A new directory for a store, and a function that removes it. */
export async function temporaryDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 's3-test-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

export function clientOf(endpoint: string): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
}

/** A server with a client. By default in a new directory that is removed when the server closes. */
export async function openServer(options: Partial<S3ServerOptions> = {}) {
  const { directory, remove } = await temporaryDirectory();
  const server = await startS3Server({ directory, ...options });
  const s3 = clientOf(server.url);
  return {
    server,
    s3,
    async close() {
      s3.destroy();
      await server.close();
      await remove();
    },
  };
}
