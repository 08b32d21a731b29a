import { join } from 'node:path';
import { withStaging } from '../disk/disk.ts';
import { addObject, findObject, openObject, removeCurrent, removeVersion } from '../disk/object-files.ts';
import type { StoredObject } from '../disk/object-version.ts';
import { readByteRange } from '../http/byte-range.ts';
import { checkRead, readConditions } from '../http/conditions.ts';
import { S3Error } from '../http/errors.ts';
import { receiveFile } from '../http/incoming-body.ts';
import {
  checksumHeaders,
  objectHeaders,
  readKeptHeaders,
  versionHeader,
  writtenHeaders,
} from './object-headers.ts';
import type { S3Call, S3Operation } from './s3-call.ts';
import { readTagHeader } from './tagging.ts';

export const putObject: S3Operation = async ({ disk, address, request, announce }) => {
  const { headers } = request;
  const described = {
    headers: readKeptHeaders(headers),
    tags: readTagHeader(headers['x-amz-tagging']?.toString()),
  };
  const object = await withStaging(disk, async (folder) => {
    const { size, md5, crc32 } = await receiveFile(request, join(folder, 'body'));
    const content = { ...described, size, crc32, etag: md5 };
    return addObject(disk, address, { folder, content, conditions: readConditions(headers) });
  });
  announce(object, 'PutObject');
  return { status: 200, headers: { ...writtenHeaders(address.bucket, object), ...checksumHeaders(object) } };
};

export const headObject: S3Operation = async (call) => {
  const { status, headers } = describe(call, await findObject(call.disk, call.address));
  return { status, headers };
};

export const getObject: S3Operation = async (call) => {
  const { object, body } = await openObject(call.disk, call.address);
  try {
    const { status, headers, range } = describe(call, object);
    return { status, headers, body: body.createReadStream(range) };
  } catch (error) {
    await body.close();
    throw error;
  }
};

export const deleteObject: S3Operation = async ({ disk, address }) => {
  const { bucket, versionId } = address;
  const affected =
    versionId === undefined ? await removeCurrent(disk, address) : await removeVersion(disk, address);
  const marker = affected?.kind === 'delete-marker' && { 'x-amz-delete-marker': 'true' };
  return { status: 204, headers: { ...(affected && versionHeader(bucket, affected)), ...marker } };
};

/** Status and headers of a read. Throws NotModified, PreconditionFailed, InvalidRange. */
function describe({ address, request }: S3Call, object: StoredObject) {
  const headers = objectHeaders(address.bucket, object);
  if (checkRead(readConditions(request.headers), object) === 'not-modified') {
    throw new S3Error('NotModified', { headers });
  }
  const range = readByteRange(request.headers.range, object.size);
  if (range) {
    const { start, end } = range;
    const part = {
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${object.size}`,
    };
    return { status: 206, headers: { ...headers, ...part }, range };
  }
  const checksum = request.headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object);
  return { status: 200, headers: { ...headers, ...checksum, 'content-length': object.size }, range: {} };
}
