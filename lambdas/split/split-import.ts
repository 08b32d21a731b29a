// Registers an import, finds out how its file is written, and cuts it into chunks of whole records.
import type { Feed, Feeds } from '../contracts/feed.ts';
import { decodedInputKey, feedOfKey, planKey } from '../contracts/object-keys.ts';
import type { Chunk, SplitInput, SplitOutput } from '../contracts/workflow.ts';
import { cutRecords } from '../domain/csv/boundaries.ts';
import { decodeText } from '../domain/csv/decode.ts';
import { type Head, sniffCompression, sniffEncoding, sniffHead } from '../domain/csv/dialect.ts';
import { readRecords } from '../domain/csv/records.ts';
import { RefusedError } from '../domain/errors.ts';
import { type ImportRecord, importRecordOf } from '../domain/identity/import-record.ts';
import { chunkTargetBytes, type Plan, partitionCount, planVersion } from '../domain/plan.ts';
import { checkHeader } from '../domain/rows/header.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportsTable } from '../ports/imports-table.ts';
import type { ObjectPointer, ObjectStore } from '../ports/object-store.ts';

export interface SplitPorts {
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
  readonly clock: Clock;
}

export interface SplitSettings {
  readonly feeds: Feeds;
  readonly partitionsAtOnce: number;
}

/** The header and enough of what follows; also the longest header that is read. */
const HEAD_BYTES = 1024 * 1024;
/** A chunk grows past its target for one record or group; beyond this factor something is wrong. */
const LARGEST_CHUNK = 4;

/** What is wrong with the file itself ends as `refused`, with the reason noted at the import. */
export async function splitImport(
  { event, execution }: SplitInput,
  ports: SplitPorts,
  settings: SplitSettings,
): Promise<SplitOutput> {
  const { key } = event.detail.object;
  const record = importRecordOf(event, execution, settings.feeds, ports.clock.now());
  const { importId } = record;
  if (key.endsWith('/')) return { status: 'skipped', importId };
  if ((await ports.imports.register(record, event.redrive ?? false)) === 'taken')
    return { status: 'skipped', importId };
  try {
    const plan = await planImport(record, feedFor(key, settings.feeds), ports, settings);
    await ports.objects.write(planKey(importId), JSON.stringify(plan), 'application/json');
    await ports.imports.setState(importId, 'validating');
    return { status: 'split', importId, chunks: plan.chunks };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await ports.imports.setReason(importId, { code: error.code, message: error.message });
    return { status: 'refused', importId };
  }
}

interface NamedFeed {
  readonly name: string;
  readonly feed: Feed;
}

function feedFor(key: string, feeds: Feeds): NamedFeed {
  const name = feedOfKey(key);
  const feed = name !== undefined && Object.hasOwn(feeds.feeds, name) ? feeds.feeds[name] : undefined;
  if (name === undefined || feed === undefined) {
    throw new RefusedError(
      'unknown_feed',
      `No feed is called "${name ?? ''}". Drop files below incoming/<feed>/, with one of: ${Object.keys(feeds.feeds).join(', ')}.`,
    );
  }
  return { name, feed };
}

async function planImport(
  { importId, execution, source, arrivedAt }: ImportRecord,
  { name, feed }: NamedFeed,
  { objects }: SplitPorts,
  { feeds, partitionsAtOnce }: SplitSettings,
): Promise<Plan> {
  const text = await plainText(importId, source, objects);
  const start = await objects.read(text.input, { start: 0, end: Math.min(text.bytes, HEAD_BYTES) });
  const head = sniffHead(start, text.bytes <= HEAD_BYTES);
  const notices = checkHeader(feed, head.header);
  const chunks = await cutChunks(objects, text.input, text.bytes, head, feed);
  if (chunks.length === 0)
    throw new RefusedError('no_rows', 'The file has a header and no rows. Nothing was sent.');
  const partitions = partitionCount(text.bytes, partitionsAtOnce);
  return {
    execution,
    feed: name,
    version: planVersion(feeds, feed, partitions),
    input: text.input,
    dialect: head.dialect,
    header: [...head.header],
    chunks,
    partitions,
    notices: [...notices],
    nowSeconds: Math.floor(arrivedAt / 1000),
  };
}

interface PlainText {
  readonly input: ObjectPointer & { readonly versionId?: string };
  readonly bytes: number;
}

/** The file as UTF-8: itself, or a copy that is decoded once. */
async function plainText(
  importId: string,
  {
    key,
    versionId,
    bytes,
  }: { readonly key: string; readonly versionId?: string | undefined; readonly bytes: number },
  objects: ObjectStore,
): Promise<PlainText> {
  if (bytes === 0)
    throw new RefusedError('empty_file', 'The file is empty. Export it again; nothing was sent.');
  const input = versionId === undefined ? { key } : { key, versionId };
  const start = await objects.read(input, { start: 0, end: Math.min(bytes, 4) });
  const compression = sniffCompression(start);
  if (compression === 'none' && sniffEncoding(start) === 'utf-8') return { input, bytes };
  const decoded = decodedInputKey(importId);
  const written = await objects.writeStream(
    decoded,
    decodeText(objects.stream(input), compression, bytes),
    'text/csv',
  );
  if (written === 0)
    throw new RefusedError('empty_file', 'The file is empty. Export it again; nothing was sent.');
  return { input: { key: decoded }, bytes: written };
}

async function cutChunks(
  objects: ObjectStore,
  input: ObjectPointer,
  bytes: number,
  { dialect, header, bodyStart, bodyLine }: Head,
  feed: Feed,
): Promise<Chunk[]> {
  if (bodyStart >= bytes) return [];
  const targetBytes = chunkTargetBytes(bytes);
  const group = feed.kind === 'events' && feed.groupBy ? header.indexOf(feed.groupBy.column) : -1;
  const groupOf = (record: Buffer) =>
    readRecords(record, { dialect, firstLine: 1, columns: header.length })[0]?.cells[group];
  const spans = cutRecords(objects.stream(input, { start: bodyStart }), {
    dialect,
    start: bodyStart,
    firstLine: bodyLine,
    targetBytes,
    limitBytes: targetBytes * LARGEST_CHUNK,
    ...(group === -1 ? {} : { groupOf }),
  });
  const chunks: Chunk[] = [];
  for await (const span of spans) chunks.push({ n: chunks.length, ...span });
  return chunks;
}
