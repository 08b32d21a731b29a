// Finds the operation of a request. An unknown subresource is refused, and never handled as a plain GET.
import { findBucket } from './disk/buckets.ts';
import type { Disk } from './disk/disk.ts';
import { S3Error } from './http/errors.ts';
import type { S3Request } from './http/s3-request.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { listObjects } from './operations/list-objects.ts';
import { listObjectVersions } from './operations/list-versions.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './operations/multipart.ts';
import type { Creation } from './operations/object-created.ts';
import { deleteObject, getObject, headObject, putObject } from './operations/objects.ts';
import type { S3Operation, S3Reply } from './operations/s3-call.ts';
import { getObjectTagging, putObjectTagging } from './operations/tagging.ts';

interface Route {
  readonly method: string;
  readonly of: 'bucket' | 'object';
  /** Query parameters that the request must have, and others that it may have. */
  readonly has?: readonly string[];
  readonly may?: readonly string[];
  /** Whether it has a source to copy from. */
  readonly copies?: boolean;
  readonly operation: S3Operation;
}

const paging = ['prefix', 'max-keys', 'encoding-type'];
const headBucket: S3Operation = async () => ({ status: 200 });

const routes: readonly Route[] = [
  { method: 'HEAD', of: 'bucket', operation: headBucket },
  {
    method: 'GET',
    of: 'bucket',
    has: ['list-type'],
    may: [...paging, 'delimiter', 'start-after', 'continuation-token', 'fetch-owner'],
    operation: listObjects,
  },
  {
    method: 'GET',
    of: 'bucket',
    has: ['versions'],
    may: [...paging, 'key-marker', 'version-id-marker'],
    operation: listObjectVersions,
  },
  { method: 'POST', of: 'bucket', has: ['delete'], operation: deleteObjects },
  { method: 'PUT', of: 'object', operation: putObject },
  { method: 'PUT', of: 'object', copies: true, operation: copyObject },
  { method: 'GET', of: 'object', may: ['versionId'], operation: getObject },
  { method: 'HEAD', of: 'object', may: ['versionId'], operation: headObject },
  { method: 'DELETE', of: 'object', may: ['versionId'], operation: deleteObject },
  { method: 'GET', of: 'object', has: ['tagging'], may: ['versionId'], operation: getObjectTagging },
  { method: 'PUT', of: 'object', has: ['tagging'], may: ['versionId'], operation: putObjectTagging },
  { method: 'POST', of: 'object', has: ['uploads'], operation: createMultipartUpload },
  { method: 'PUT', of: 'object', has: ['partNumber', 'uploadId'], operation: uploadPart },
  {
    method: 'GET',
    of: 'object',
    has: ['uploadId'],
    may: ['max-parts', 'part-number-marker'],
    operation: listParts,
  },
  { method: 'POST', of: 'object', has: ['uploadId'], operation: completeMultipartUpload },
  { method: 'DELETE', of: 'object', has: ['uploadId'], operation: abortMultipartUpload },
];

/** Runs the operation of a request. Throws NotImplemented, NoSuchBucket and the errors of the operation. */
export async function perform(
  disk: Disk,
  request: S3Request,
  created: (creation: Creation) => void,
): Promise<S3Reply> {
  const route = routes.find((candidate) => matches(candidate, request));
  if (!route) throw new S3Error('NotImplemented');
  const bucket = await findBucket(disk, request.bucket);
  const versionId = request.query.get('versionId') ?? undefined;
  return route.operation({
    disk,
    request,
    address: { bucket, key: request.key, versionId },
    announce: (object, reason) => created({ bucket, object, request, reason }),
  });
}

function matches({ method, of, has = [], may = [], copies = false }: Route, request: S3Request): boolean {
  const parameters = [...request.query.keys()].filter((name) => !isIgnored(name));
  return (
    request.method === method &&
    (of === 'bucket') === (request.key === '') &&
    'x-amz-copy-source' in request.headers === copies &&
    has.every((name) => parameters.includes(name)) &&
    parameters.every((name) => has.includes(name) || may.includes(name))
  );
}

// `x-id` is the SDK's name of the operation, and `x-amz-*` belong to a presigned URL, whose signature is verified before.
function isIgnored(parameter: string): boolean {
  return parameter === 'x-id' || parameter.toLowerCase().startsWith('x-amz-');
}
