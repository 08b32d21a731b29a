import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { discard, withStaging } from '../disk/disk.ts';
import { addObject } from '../disk/object-files.ts';
import {
  joinParts,
  type Part,
  partFacts,
  partsIn,
  placePart,
  startUpload,
  withUpload,
} from '../disk/upload-files.ts';
import { readConditions } from '../http/conditions.ts';
import { S3Error } from '../http/errors.ts';
import { receiveFile, receiveText, writeBody } from '../http/incoming-body.ts';
import type { S3Request } from '../http/s3-request.ts';
import { readXml, writeXml } from '../http/xml.ts';
import { checksumHeaders, quoted, readKeptHeaders, versionHeader } from './object-headers.ts';
import type { S3Operation } from './s3-call.ts';
import { readTagHeader } from './tagging.ts';

/** S3's limit on part numbers. */
const lastPartNumber = 10_000;

const completeDocument = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.array(z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() })),
  }),
});

export const createMultipartUpload: S3Operation = async ({ disk, address, request }) => {
  const { bucket, key } = address;
  const tags = readTagHeader(request.headers['x-amz-tagging']?.toString());
  const upload = { key, headers: readKeptHeaders(request.headers), tags };
  const UploadId = await startUpload(disk, bucket, upload);
  const body = writeXml('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId });
  return { status: 200, body };
};

export const uploadPart: S3Operation = async ({ disk, address, request }) => {
  const id = uploadId(request);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > lastPartNumber) {
    throw new S3Error('InvalidArgument', { details: { ArgumentName: 'partNumber' } });
  }
  return withStaging(disk, async (staging) => {
    const file = join(staging, 'body');
    const digest = await receiveFile(request, file);
    await withUpload(disk, address, id, (_, folder) => placePart(folder, number, digest.md5, file));
    return { status: 200, headers: { etag: quoted(digest.md5), ...checksumHeaders(digest) } };
  });
};

export const listParts: S3Operation = async ({ disk, address, request }) => {
  const { query } = request;
  const marker = Number(query.get('part-number-marker') ?? 0);
  const most = Math.min(Number(query.get('max-parts') ?? 1000), 1000);
  const { page, truncated } = await withUpload(disk, address, uploadId(request), async (_, folder) => {
    const parts = (await partsIn(folder)).filter(({ number }) => number > marker);
    const page = await Promise.all(parts.slice(0, most).map(describePart));
    return { page, truncated: parts.length > most };
  });
  const document = {
    Bucket: address.bucket.name,
    Key: address.key,
    UploadId: uploadId(request),
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.PartNumber ?? marker,
    MaxParts: most,
    IsTruncated: truncated,
    Part: page,
  };
  return { status: 200, body: writeXml('ListPartsResult', document) };
};

export const completeMultipartUpload: S3Operation = async ({ disk, address, request, announce }) => {
  // The checksum header here belongs to the object, not to the XML in the body.
  const { 'x-amz-checksum-crc32': checksum, ...headers } = request.headers;
  const document = readXml(await receiveText({ headers, body: request.body }), completeDocument, 'Part');
  const wanted = document.CompleteMultipartUpload.Part;
  const object = await withUpload(disk, address, uploadId(request), async (upload, folder) => {
    const parts = choose(await partsIn(folder), wanted);
    const object = await withStaging(disk, async (staging) => {
      const { size, crc32 } = await writeBody(joinParts(parts), join(staging, 'body'));
      if (checksum !== undefined && checksum !== crc32) throw new S3Error('BadDigest');
      const content = { size, crc32, etag: etagOf(parts), headers: upload.headers, tags: upload.tags };
      return addObject(disk, address, { folder: staging, content, conditions: readConditions(headers) });
    });
    await discard(disk, folder);
    return object;
  });
  announce(object, 'CompleteMultipartUpload');
  const { bucket, key } = address;
  const result = {
    Location: `/${bucket.name}/${key}`,
    Bucket: bucket.name,
    Key: key,
    ETag: quoted(object.etag),
  };
  return {
    status: 200,
    headers: versionHeader(bucket, object),
    body: writeXml('CompleteMultipartUploadResult', result),
  };
};

export const abortMultipartUpload: S3Operation = async ({ disk, address, request }) => {
  await withUpload(disk, address, uploadId(request), (_, folder) => discard(disk, folder));
  return { status: 204 };
};

function uploadId({ query }: S3Request): string {
  return query.get('uploadId') ?? '';
}

async function describePart(part: Part) {
  const { size, lastModified } = await partFacts(part);
  return { PartNumber: part.number, LastModified: lastModified, ETag: quoted(part.etag), Size: size };
}

type Wanted = z.infer<typeof completeDocument>['CompleteMultipartUpload']['Part'];

function choose(parts: readonly Part[], wanted: Wanted): readonly Part[] {
  return wanted.map(({ PartNumber, ETag }, index) => {
    const before = wanted[index - 1]?.PartNumber ?? 0;
    if (PartNumber <= before) throw new S3Error('InvalidPartOrder');
    const etag = ETag.replaceAll('"', '');
    const part = parts.find((part) => part.number === PartNumber && part.etag === etag);
    if (!part) throw new S3Error('InvalidPart', { details: { PartNumber, ETag } });
    return part;
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: the ETag of an upload in parts is not its MD5. */
function etagOf(parts: readonly Part[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}
