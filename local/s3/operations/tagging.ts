import * as z from 'zod';
import { findObject, replaceTags } from '../disk/object-files.ts';
import type { Tags } from '../disk/object-version.ts';
import { S3Error } from '../http/errors.ts';
import { receiveText } from '../http/incoming-body.ts';
import { readXml, writeXml } from '../http/xml.ts';
import { versionHeader } from './object-headers.ts';
import type { S3Operation } from './s3-call.ts';

/** S3's limit per object. */
const mostTags = 10;

const taggingDocument = z.object({
  Tagging: z.object({
    TagSet: z.union([
      z.object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
      z.string().transform(() => ({ Tag: [] })),
    ]),
  }),
});

export const getObjectTagging: S3Operation = async ({ disk, address }) => {
  const object = await findObject(disk, address);
  const tags = object.tags.map(([Key, Value]) => ({ Key, Value }));
  const headers = versionHeader(address.bucket, object);
  return { status: 200, headers, body: writeXml('Tagging', { TagSet: { Tag: tags } }) };
};

export const putObjectTagging: S3Operation = async ({ disk, address, request }) => {
  const document = readXml(await receiveText(request), taggingDocument, 'Tag');
  const tags = checked(document.Tagging.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
  const object = await replaceTags(disk, address, tags);
  return { status: 200, headers: versionHeader(address.bucket, object) };
};

/** The tags of an `x-amz-tagging` header, which is a query string. Throws InvalidTag, BadRequest. */
export function readTagHeader(header: string | undefined): Tags {
  return checked([...new URLSearchParams(header)]);
}

function checked(tags: Tags): Tags {
  if (tags.length > mostTags) throw new S3Error('BadRequest');
  if (new Set(tags.map(([key]) => key)).size < tags.length) throw new S3Error('InvalidTag');
  return tags;
}
