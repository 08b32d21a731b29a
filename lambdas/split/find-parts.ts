// The objects of an import: the dropped object, or those that a manifest or a _SUCCESS stands for.
import type { FileOptions } from '../contracts/feed/file-options.ts';
import { type ManifestEntry, ManifestSchema } from '../contracts/manifest.ts';
import { isReturned, SNIFF_BYTES } from '../domain/csv/sniff-file.ts';
import { refusal } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { inBatches } from '../domain/in-batches.ts';
import { MOST_PARTS } from '../domain/plan.ts';
import type { ObjectStore, StoredObject } from '../ports/object-store.ts';

type Source = ImportRecord['source'];

/** Far more than a manifest of the maximum number of parts. */
const MANIFEST_BYTES = 4 * 1024 * 1024;
/** Objects that are looked up at the same time. */
const CONCURRENCY = 16;

/** Athena writes it next to the result of each query (Amazon Athena User Guide, "Identify query output files"). */
const ATHENA_METADATA = '.csv.metadata';

/** Whether a dropped object starts an import. Corrected rejects do so with any trigger. */
export async function startsImport(
  source: Source,
  { trigger = 'object' }: FileOptions,
  objects: ObjectStore,
): Promise<boolean> {
  if (source.key.endsWith(ATHENA_METADATA)) return false;
  if (trigger === 'object' || isTrigger(source.key, trigger)) return true;
  if (source.bytes === 0) return false;
  const start = { start: 0, end: Math.min(source.bytes, SNIFF_BYTES) };
  return isReturned(await objects.read(source, start));
}

/**
 * The objects in the order in which their rows count, each pinned to its version.
 * @throws RefusedError `broken_manifest`, `part_elsewhere`, `part_missing`, `part_changed`, `no_parts`, `too_many_parts`
 */
export async function findParts(
  source: Source,
  { trigger = 'object' }: FileOptions,
  objects: ObjectStore,
): Promise<readonly StoredObject[]> {
  if (trigger === 'object' || !isTrigger(source.key, trigger)) return [source];
  const parts =
    trigger === 'manifest' ? await partsOf(source, objects) : await partsBeside(source.key, objects);
  if (parts.length === 0) throw refusal('no_parts');
  return parts;
}

function isTrigger(key: string, trigger: 'manifest' | 'success'): boolean {
  const name = fileName(key);
  return trigger === 'manifest' ? name.endsWith('manifest') : name === '_SUCCESS';
}

async function partsOf(manifest: Source, objects: ObjectStore): Promise<readonly StoredObject[]> {
  const entries = await readManifest(manifest, objects);
  const root = `s3://${manifest.bucket}/`;
  const folder = `${root}${manifest.key.split('/', 2).join('/')}/`;
  const elsewhere = entries.find(({ url }) => !url.startsWith(folder));
  if (elsewhere) throw refusal('part_elsewhere', `It is ${elsewhere.url}, which is not under ${folder}.`);
  return inBatches(entries, CONCURRENCY, async ({ url, meta }) => {
    const key = url.slice(root.length);
    const found = await objects.find(key);
    if (!found) throw refusal('part_missing', `It is ${key}.`);
    const stated = meta?.content_length ?? found.bytes;
    if (found.bytes !== stated) {
      throw refusal('part_changed', `${key} has ${found.bytes} bytes, and should have ${stated}.`);
    }
    return found;
  });
}

async function readManifest(manifest: Source, objects: ObjectStore): Promise<readonly ManifestEntry[]> {
  if (manifest.bytes > MANIFEST_BYTES) throw tooMany();
  const text = (await objects.read(manifest)).toString('utf8');
  const { data } = ManifestSchema.safeParse(parseJson(text));
  if (!data) throw refusal('broken_manifest');
  if (data.entries.length > MOST_PARTS) throw tooMany();
  const urls = new Set<string>();
  const twice = data.entries.find(({ url }) => urls.size === urls.add(url).size);
  if (twice) throw refusal('broken_manifest', `It lists ${twice.url} twice.`);
  return data.entries;
}

/** All objects of the folder except hidden ones: names that start with `_` or `.` are not data (Hadoop). */
async function partsBeside(key: string, objects: ObjectStore): Promise<readonly StoredObject[]> {
  const folder = key.slice(0, -fileName(key).length);
  const keys: string[] = [];
  for await (const found of objects.list(folder)) {
    if (!/^[^_./][^/]*$/.test(found.slice(folder.length))) continue;
    if (keys.push(found) > MOST_PARTS) throw tooMany();
  }
  const parts = await inBatches(keys, CONCURRENCY, (found) => objects.find(found));
  // Objects that were deleted after they were listed are left out.
  return parts.filter((part) => part !== undefined);
}

function tooMany() {
  return refusal('too_many_parts', `The limit is ${MOST_PARTS}.`);
}

function fileName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
