import * as z from 'zod';
import { removeCurrent, removeVersion } from '../disk/object-files.ts';
import type { VersionAddress } from '../disk/object-version.ts';
import { receiveText } from '../http/incoming-body.ts';
import { readXml, writeXml } from '../http/xml.ts';
import type { S3Call, S3Operation } from './s3-call.ts';

/** S3's limit per request. */
const mostObjects = 1000;

const deleteDocument = z.object({
  Delete: z.object({
    Object: z.array(z.object({ Key: z.string().min(1), VersionId: z.string().optional() })).max(mostObjects),
    Quiet: z.string().optional(),
  }),
});

/** DeleteObjects: deletes each object like DELETE, one after another. */
export const deleteObjects: S3Operation = async ({ disk, address, request }) => {
  const { Delete: order } = readXml(await receiveText(request), deleteDocument, 'Object');
  const deleted: Awaited<ReturnType<typeof deleteOne>>[] = [];
  for (const { Key: key, VersionId: versionId } of order.Object) {
    deleted.push(await deleteOne(disk, { bucket: address.bucket, key, versionId }));
  }
  const answer = order.Quiet === 'true' ? {} : { Deleted: deleted };
  return { status: 200, body: writeXml('DeleteResult', answer) };
};

async function deleteOne(disk: S3Call['disk'], address: VersionAddress) {
  const { key: Key, versionId: VersionId } = address;
  const affected =
    VersionId === undefined ? await removeCurrent(disk, address) : await removeVersion(disk, address);
  if (affected?.kind !== 'delete-marker') return { Key, VersionId };
  return { Key, VersionId, DeleteMarker: true, DeleteMarkerVersionId: affected.versionId };
}
