// An S3 that answers as a bucket of somebody else might be set up.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { checkBucket } from '../../../cli/doctor/check-bucket.ts';
import type { Names } from '../../../cli/target/target.ts';

const ON = '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>';
const OFF = '<NotificationConfiguration/>';
const VERSIONED = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
const SUSPENDED = '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>';
const DENIED = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** What is found in a bucket whose configuration reads so. */
async function found(notification: string, versioning: string) {
  const server = createServer((request, response) => {
    const body = request.url?.includes('notification') ? notification : versioning;
    response.writeHead(body === DENIED ? 403 : 200, { 'content-type': 'application/xml' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    return await checkBucket({ s3, names: { bucket: 'theirs' } as Names });
  } finally {
    s3.destroy();
    server.close();
    server.closeAllConnections();
  }
}

describe('checkBucket', () => {
  it.each([
    ['well', ON, VERSIONED, 'theirs, versioned, sends its events'],
    ['mend', OFF, VERSIONED, 'theirs sends no events to EventBridge: dropped files start nothing.'],
    ['mend', OFF, DENIED, 'theirs sends no events to EventBridge'],
    ['note', ON, SUSPENDED, 'keeps no versions: a file that is replaced while it is imported fails'],
    ['note', ON, '<VersioningConfiguration/>', 'keeps no versions'],
    ['note', DENIED, DENIED, 'you may not see (s3:GetBucketNotification, s3:GetBucketVersioning)'],
  ])(
    'finds %s where notifications are %s and versions %s',
    async (verdict, notification, versioning, said) => {
      const finding = await found(notification, versioning);
      expect(finding).toMatchObject({ verdict, message: expect.stringContaining(said) });
    },
  );
});
