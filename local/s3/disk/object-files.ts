// Reads and writes objects on disk, one operation at a time per key. A body never changes after it is in place, so an
// open body stays valid.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Conditions, checkWrite } from '../http/conditions.ts';
import { S3Error } from '../http/errors.ts';
import { type Disk, discard, namesIn, withStaging, writeJson } from './disk.ts';
import type {
  DeleteMarker,
  ObjectAddress,
  ObjectContent,
  StoredObject,
  Tags,
  Version,
  VersionAddress,
  VersionName,
} from './object-version.ts';
import { folderOfKey, locate, place, readVersion, versionFolders } from './version-folders.ts';

export interface Upload {
  readonly content: ObjectContent;
  /** Becomes the version. It already contains `body`. */
  readonly folder: string;
  readonly conditions: Conditions;
}

/** Makes an upload the current version. Throws PreconditionFailed, or NoSuchKey for If-Match without an object. */
export function addObject(disk: Disk, address: ObjectAddress, upload: Upload): Promise<StoredObject> {
  return alone(disk, address, async () => {
    const { bucket, key } = address;
    const current = (await locate({ bucket, key }))?.version;
    checkWrite(upload.conditions, current?.kind === 'object' ? current : undefined);
    const object = { kind: 'object', ...(await newVersion(disk, address)), ...upload.content } as const;
    await place(disk, bucket, object, upload.folder);
    return object;
  });
}

/** The object and its open body, which the caller closes. Throws the errors of `findObject`. */
export function openObject(
  disk: Disk,
  address: VersionAddress,
): Promise<{ readonly object: StoredObject; readonly body: FileHandle }> {
  return alone(disk, address, async () => {
    const { object, folder } = await locateObject(address);
    return { object, body: await open(join(folder, 'body')) };
  });
}

/** Throws NoSuchKey, NoSuchVersion, or MethodNotAllowed for a version that is a delete marker. */
export function findObject(disk: Disk, address: VersionAddress): Promise<StoredObject> {
  return alone(disk, address, async () => (await locateObject(address)).object);
}

/** Throws the errors of `findObject`. */
export function replaceTags(disk: Disk, address: VersionAddress, tags: Tags): Promise<StoredObject> {
  return alone(disk, address, async () => {
    const { object, folder } = await locateObject(address);
    const tagged = { ...object, tags };
    await writeJson(disk, join(folder, 'metadata.json'), tagged);
    return tagged;
  });
}

/** DELETE without a version: adds the returned delete marker, or removes the object if the bucket is not versioned. */
export function removeCurrent(disk: Disk, address: ObjectAddress): Promise<DeleteMarker | undefined> {
  return alone(disk, address, async () => {
    if (!address.bucket.versioned) {
      if ((await versionFolders(address)).length > 0) await discard(disk, folderOfKey(address));
      return undefined;
    }
    const marker = { kind: 'delete-marker', ...(await newVersion(disk, address)) } as const;
    await withStaging(disk, (folder) => place(disk, address.bucket, marker, folder));
    return marker;
  });
}

/** Removes and returns one version permanently. Deleting a missing version is not an error. */
export function removeVersion(disk: Disk, address: VersionAddress): Promise<Version | undefined> {
  return alone(disk, address, async () => {
    const found = await locate(address);
    if (!found) return undefined;
    await discard(disk, found.folder);
    const home = folderOfKey(address);
    if ((await namesIn(home)).length === 0) await rmdir(home);
    return found.version;
  });
}

/** The version that a GET without a version id finds, which may be a delete marker. */
export function currentVersion(disk: Disk, address: ObjectAddress): Promise<Version | undefined> {
  return alone(disk, address, async () => (await locate(address))?.version);
}

/** Newest first. */
export function versionsOf(disk: Disk, address: ObjectAddress): Promise<readonly Version[]> {
  return alone(disk, address, async () => {
    const folders = (await versionFolders(address)).toReversed();
    return Promise.all(folders.map(readVersion));
  });
}

function alone<T>(disk: Disk, { bucket, key }: ObjectAddress, work: () => Promise<T>): Promise<T> {
  return disk.alone(`${bucket.name}/${key}`, work);
}

async function newVersion(disk: Disk, address: ObjectAddress): Promise<VersionName> {
  const newest = (await versionFolders(address)).at(-1);
  return {
    key: address.key,
    sequence: (newest?.sequence ?? 0) + 1,
    versionId: address.bucket.versioned ? randomUUID().replaceAll('-', '') : 'null',
    lastModified: new Date(disk.now()).toISOString(),
  };
}

async function locateObject(
  address: VersionAddress,
): Promise<{ readonly object: StoredObject; readonly folder: string }> {
  const { key, versionId } = address;
  const found = await locate(address);
  if (found?.version.kind === 'object') return { object: found.version, folder: found.folder };
  if (versionId === undefined) {
    throw new S3Error('NoSuchKey', { details: { Key: key }, headers: markerHeaders(found?.version) });
  }
  if (!found) throw new S3Error('NoSuchVersion', { details: { Key: key, VersionId: versionId } });
  throw new S3Error('MethodNotAllowed', { headers: markerHeaders(found.version) });
}

function markerHeaders(marker: Version | undefined): Readonly<Record<string, string>> {
  return marker ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId } : {};
}
