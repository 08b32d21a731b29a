import { join } from 'node:path';
import { findBucket } from '../disk/buckets.ts';
import { withStaging } from '../disk/disk.ts';
import { addObject, openObject } from '../disk/object-files.ts';
import type { StoredObject, VersionAddress } from '../disk/object-version.ts';
import { checkRead, readConditions } from '../http/conditions.ts';
import { S3Error } from '../http/errors.ts';
import { writeBody } from '../http/incoming-body.ts';
import { readBucketAndKey } from '../http/s3-request.ts';
import { writeXml } from '../http/xml.ts';
import { quoted, readKeptHeaders, versionHeader } from './object-headers.ts';
import type { S3Call, S3Operation } from './s3-call.ts';
import { readTagHeader } from './tagging.ts';

/** CopyObject. As in S3, the ETag of the copy is its MD5, even if the source was uploaded in parts. */
export const copyObject: S3Operation = async (call) => {
  const { disk, request, address, announce } = call;
  const source = await sourceAddress(call);
  const opened = await openObject(disk, source);
  const body = opened.body.createReadStream();
  try {
    checkSource(call, opened.object);
    const described = describeCopy(call, opened.object);
    const object = await withStaging(disk, async (folder) => {
      const { size, md5, crc32 } = await writeBody(body, join(folder, 'body'));
      const content = { ...described, size, crc32, etag: md5 };
      return addObject(disk, address, { folder, content, conditions: readConditions(request.headers) });
    });
    announce(object, 'CopyObject');
    return {
      status: 200,
      headers: {
        ...versionHeader(address.bucket, object),
        ...(source.bucket.versioned && { 'x-amz-copy-source-version-id': opened.object.versionId }),
      },
      body: writeXml('CopyObjectResult', { ETag: quoted(object.etag), LastModified: object.lastModified }),
    };
  } finally {
    body.destroy();
  }
};

async function sourceAddress({ disk, request }: S3Call): Promise<VersionAddress> {
  const [path = '', versionId] = (request.headers['x-amz-copy-source']?.toString() ?? '').split(
    '?versionId=',
  );
  const { bucket, key } = readBucketAndKey(path);
  return { bucket: await findBucket(disk, bucket), key, versionId };
}

function checkSource({ request }: S3Call, source: StoredObject): void {
  const conditions = readConditions(request.headers, 'x-amz-copy-source-');
  if (checkRead(conditions, source) === 'not-modified') throw new S3Error('PreconditionFailed');
}

function describeCopy({ request: { headers } }: S3Call, source: StoredObject) {
  return {
    headers: headers['x-amz-metadata-directive'] === 'REPLACE' ? readKeptHeaders(headers) : source.headers,
    tags:
      headers['x-amz-tagging-directive'] === 'REPLACE'
        ? readTagHeader(headers['x-amz-tagging']?.toString())
        : source.tags,
  };
}
