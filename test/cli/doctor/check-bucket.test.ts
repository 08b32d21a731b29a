// A fake S3 that answers like an existing bucket with different settings.
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

/** The finding for a bucket with this configuration. */
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
    ['well', ON, VERSIONED, 'theirs: versioned, sends events'],
    ['mend', OFF, VERSIONED, 'theirs sends no events to EventBridge, so dropped files start no import.'],
    ['mend', OFF, DENIED, 'theirs sends no events to EventBridge'],
    ['note', ON, SUSPENDED, 'keeps no versions, so an import fails if its file is replaced while it runs'],
    ['note', ON, '<VersioningConfiguration/>', 'keeps no versions'],
    ['note', DENIED, DENIED, 'Allow s3:GetBucketNotification and s3:GetBucketVersioning'],
  ])('finds %s if notifications are %s and versions %s', async (verdict, notification, versioning, said) => {
    const finding = await found(notification, versioning);
    expect(finding).toMatchObject({ verdict, message: expect.stringContaining(said) });
  });
});
