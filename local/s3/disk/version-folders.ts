// The layout of a bucket on disk: objects/<key>/<sequence>-<version id>/{metadata.json, body}. The version with the highest
// sequence is the current one, so no index is needed after a restart.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bucket } from './buckets.ts';
import { type Disk, discard, namesIn, readJson } from './disk.ts';
import { keyFolder, keyOfFolder } from './key-folder.ts';
import type { ObjectAddress, Version, VersionAddress } from './object-version.ts';

export interface VersionFolder {
  readonly sequence: number;
  readonly versionId: string;
  readonly path: string;
}

/** The folder of all versions of a key. */
export function folderOfKey({ bucket, key }: ObjectAddress): string {
  return join(bucket.objects, keyFolder(key));
}

/** Oldest first. */
export async function versionFolders(address: ObjectAddress): Promise<readonly VersionFolder[]> {
  const home = folderOfKey(address);
  return (await namesIn(home)).flatMap((name) => {
    const [, sequence, versionId] = /^(\d+)-(\w+)$/.exec(name) ?? [];
    return versionId ? [{ sequence: Number(sequence), versionId, path: join(home, name) }] : [];
  });
}

/** The given version, or the current one. */
export async function locate(
  address: VersionAddress,
): Promise<{ readonly version: Version; readonly folder: string } | undefined> {
  const { versionId } = address;
  const folders = await versionFolders(address);
  const wanted = folders.findLast((folder) => versionId === undefined || folder.versionId === versionId);
  return wanted && { version: await readVersion(wanted), folder: wanted.path };
}

export async function readVersion({ path }: VersionFolder): Promise<Version> {
  const version = await readJson<Version>(join(path, 'metadata.json'));
  if (!version) throw new Error(`${path} has no metadata.json.`);
  return version;
}

/** Makes `folder` the current version, and removes an earlier one with the same id (`null`). */
export async function place(disk: Disk, bucket: Bucket, version: Version, folder: string): Promise<void> {
  const address = { bucket, key: version.key };
  const home = folderOfKey(address);
  await writeFile(join(folder, 'metadata.json'), JSON.stringify(version));
  await mkdir(home, { recursive: true });
  await rename(folder, join(home, `${version.sequence.toString().padStart(10, '0')}-${version.versionId}`));
  for (const { path, versionId, sequence } of await versionFolders(address)) {
    if (versionId === version.versionId && sequence < version.sequence) await discard(disk, path);
  }
}

/** Every key with a version under `prefix`, in S3's order of UTF-8 bytes. */
export async function keysOf(bucket: Bucket, prefix: string): Promise<readonly string[]> {
  const keys: Buffer[] = [];
  for (const name of await namesIn(bucket.objects)) {
    const key = name.startsWith('-') ? await keyInside(join(bucket.objects, name)) : keyOfFolder(name);
    if (key?.startsWith(prefix)) keys.push(Buffer.from(key));
  }
  return keys.sort(Buffer.compare).map(String);
}

async function keyInside(folder: string): Promise<string | undefined> {
  const [name] = await namesIn(folder);
  return name && (await readJson<Version>(join(folder, name, 'metadata.json')))?.key;
}
