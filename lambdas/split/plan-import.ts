// Finds out how the files of an import are written, and cuts them into chunks of whole records.
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { decodedInputKey, feedOfKey } from '../contracts/object-keys.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { canaryAsked } from '../domain/canary/canary.ts';
import { cutRecords } from '../domain/csv/boundaries.ts';
import { type Head, type HeaderNotice, sniffHead } from '../domain/csv/head.ts';
import { readRecords } from '../domain/csv/records.ts';
import { RefusedError, refusal } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import {
  chunkTargetBytes,
  feedDefinition,
  type Part,
  type Plan,
  partitionCount,
  planVersion,
} from '../domain/plan.ts';
import { checkHeader } from '../domain/rows/header.ts';
import type { ObjectStore, StoredObject } from '../ports/object-store.ts';
import { openText } from './open-text.ts';

export interface SplitSettings {
  readonly feeds: Feeds;
  readonly partitionsAtOnce: number;
}

/** The header and enough of what follows; also the longest header that is read. */
const HEAD_BYTES = 1024 * 1024;
/** A chunk grows past its target for one record or group; beyond this factor something is wrong. */
const LARGEST_CHUNK = 4;

/** An object of the import, and its text. */
interface OpenPart {
  readonly name: string;
  readonly text: StoredObject;
}

/**
 * @throws RefusedError whatever is wrong with the files; `no_rows` and `empty_file` where no part has any, `no_rows` only
 * where the feed does not accept it.
 */
export async function planImport(
  { importId, execution, source, arrivedAt, dryRun, approved }: ImportRecord,
  feed: Feed,
  objects: readonly StoredObject[],
  store: ObjectStore,
  { feeds, partitionsAtOnce }: SplitSettings,
): Promise<Plan> {
  const open: OpenPart[] = [];
  for (const [n, object] of objects.entries()) {
    if (object.bytes === 0) continue;
    const text = await openText(object, decodedInputKey(importId, n), feed.file, store);
    if (text.bytes > 0) open.push({ name: object.key, text });
  }
  const textBytes = open.reduce((sum, { text }) => sum + text.bytes, 0);
  const targetBytes = chunkTargetBytes(textBytes, open.length);
  const { parts, chunks, head, notices } = await cutParts(open, targetBytes, feed, store);
  if (chunks.length === 0 && feed.limits.empty === 'refuse') throw refusal('no_rows');
  const partitions = partitionCount(textBytes, partitionsAtOnce);
  const inputs = objects.map(({ key: name, versionId, etag }) => ({ name, versionId, etag }));
  const definition = feedDefinition(feeds, feed);
  return {
    execution,
    feed: feedOfKey(source.key) ?? '',
    dryRun: dryRun === true,
    approved: approved === true,
    canary: canaryAsked(source.key),
    definition,
    version: planVersion(definition, partitions, inputs),
    parts,
    header: [...head.header],
    chunks,
    partitions,
    delimiter: head.dialect.delimiter,
    notices,
    nowSeconds: Math.floor(arrivedAt / 1000),
  };
}

/** Cuts one part after the other; the header of the first one that is not blank is the header of all. */
async function cutParts(open: readonly OpenPart[], targetBytes: number, feed: Feed, store: ObjectStore) {
  const parts: Part[] = [];
  const chunks: Chunk[] = [];
  let first: NamedHead | undefined;
  let notices: readonly HeaderNotice[] = [];
  let linesBefore = 0;
  for (const { name, text } of open) {
    const head = await readHead(text, feed, store);
    if (!head) continue;
    if (!first) notices = [...head.notices, ...checkHeader(feed, head.header)];
    first ??= { head, name };
    refuseOtherHeader(first, { head, name });
    const { key, versionId, etag } = text;
    const part = parts.push({ key, versionId, etag, name, dialect: head.dialect, linesBefore }) - 1;
    linesBefore += head.bodyLine;
    for await (const { nextLine, ...span } of cutText(text, head, linesBefore, targetBytes, feed, store)) {
      chunks.push({ n: chunks.length, part, ...span });
      linesBefore = nextLine;
    }
  }
  if (!first) throw refusal('empty_file');
  return { parts, chunks, head: first.head, notices: [...notices] };
}

interface NamedHead {
  readonly head: Head;
  readonly name: string;
}

/** Nothing where the text is blank: an export may well have such a part. */
async function readHead(text: StoredObject, { file }: Feed, store: ObjectStore): Promise<Head | undefined> {
  const start = await store.read(text, { start: 0, end: Math.min(text.bytes, HEAD_BYTES) });
  try {
    return sniffHead({ bytes: start, isWhole: text.bytes <= HEAD_BYTES }, file);
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'empty_file') return undefined;
    throw error;
  }
}

function refuseOtherHeader(first: NamedHead, other: NamedHead): void {
  const [one, two] = [first.head.header, other.head.header];
  const at = Array.from({ length: Math.max(one.length, two.length) }).findIndex(
    (_, index) => one[index] !== two[index],
  );
  if (at === -1) return;
  const column = (header: readonly string[]) => (at < header.length ? `"${header[at]}"` : 'nothing');
  throw refusal(
    'parts_disagree',
    `Column ${at + 1} is ${column(one)} in ${first.name}, and ${column(two)} in ${other.name}.`,
  );
}

async function* cutText(
  text: StoredObject,
  { dialect, header, bodyStart }: Head,
  firstLine: number,
  targetBytes: number,
  feed: Feed,
  store: ObjectStore,
) {
  if (bodyStart >= text.bytes) return;
  const group = feed.kind === 'events' && feed.groupBy ? header.indexOf(feed.groupBy.column) : -1;
  const groupOf = (record: Buffer) =>
    readRecords(record, { dialect, firstLine: 1, columns: header.length })[0]?.cells[group];
  yield* cutRecords(store.stream(text, { start: bodyStart }), {
    dialect,
    start: bodyStart,
    firstLine,
    targetBytes,
    limitBytes: targetBytes * LARGEST_CHUNK,
    ...(group === -1 ? {} : { groupOf }),
  });
}
