// Finds out the format of the files of an import, and cuts them into chunks of whole records.
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { decodedInputKey, feedOfKey } from '../contracts/object-keys.ts';
import type { HeaderNote } from '../contracts/report.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { canaryAsked } from '../domain/canary/canary.ts';
import { cutRecords } from '../domain/csv/boundaries.ts';
import { type Head, sniffHead } from '../domain/csv/head.ts';
import { isBlank, readRecords } from '../domain/csv/records.ts';
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
import { PLAN_FORMAT } from '../domain/plan-format.ts';
import { compileGroup } from '../domain/rows/group.ts';
import { checkHeader } from '../domain/rows/header.ts';
import { shownHeader, shownNames } from '../domain/rows/shown-header.ts';
import type { ObjectStore, StoredObject } from '../ports/object-store.ts';
import { openText } from './open-text.ts';

export interface SplitSettings {
  readonly feeds: Feeds;
  readonly partitionsAtOnce: number;
}

/** Also the longest header that is read. */
const HEAD_BYTES = 1024 * 1024;
/** A chunk grows past its target for one record or group. Past this factor, the file is refused. */
const LARGEST_CHUNK = 4;

export interface Source {
  readonly record: ImportRecord;
  readonly feed: Feed;
  /** The dropped object, or those that it stands for, in the order in which their rows count. */
  readonly objects: readonly StoredObject[];
}

/** An object of the import, and its text. */
interface OpenPart {
  readonly name: string;
  readonly text: StoredObject;
}

/**
 * @throws RefusedError any refusal of a file. `no_rows` if no part has rows and the feed does not accept that,
 * `empty_file` if all parts are blank.
 */
export async function planImport(
  { record, feed, objects }: Source,
  store: ObjectStore,
  { feeds, partitionsAtOnce }: SplitSettings,
): Promise<Plan> {
  const { importId, execution, source, arrivedAt, dryRun, approved } = record;
  const open: OpenPart[] = [];
  for (const [n, object] of objects.entries()) {
    if (object.bytes === 0) continue;
    const text = await openText(object, decodedInputKey(importId, n), feed.file, store);
    if (text.bytes > 0) open.push({ name: object.key, text });
  }
  const textBytes = open.reduce((sum, { text }) => sum + text.bytes, 0);
  const targetBytes = chunkTargetBytes(textBytes, open.length);
  const { parts, chunks, head, notes, headerLike } = await cutParts(open, { feed, targetBytes, store });
  if (chunks.length === 0 && feed.limits.empty === 'refuse') throw refusal('no_rows');
  const partitions = partitionCount(textBytes, partitionsAtOnce);
  const inputs = objects.map(({ key: name, versionId, etag }) => ({ name, versionId, etag }));
  const definition = feedDefinition(feeds, feed);
  return {
    format: PLAN_FORMAT,
    plannedAt: record.registeredAt,
    execution,
    feed: feedOfKey(source.key) ?? '',
    dryRun: dryRun === true,
    approved: approved === true,
    canary: canaryAsked(source.key),
    definition,
    version: planVersion(definition, partitions, inputs),
    parts,
    header: [...head.header],
    ...shownNames(feed, head.header),
    chunks,
    partitions,
    delimiter: head.dialect.delimiter,
    notices: [...notes],
    ...(headerLike.length > 0 && { headerLike }),
    nowSeconds: Math.floor(arrivedAt / 1000),
  };
}

interface Cutting {
  readonly feed: Feed;
  readonly targetBytes: number;
  readonly store: ObjectStore;
}

/** Cuts one part after the other. The header of the first part that is not blank is the header of all. */
async function cutParts(open: readonly OpenPart[], cutting: Cutting) {
  const parts: Part[] = [];
  const chunks: Chunk[] = [];
  let first: NamedHead | undefined;
  const headerLike: number[] = [];
  let linesBefore = 0;
  for (const { name, text } of open) {
    const head = await readHead(text, cutting);
    if (!head) continue;
    first ??= { head, name, notes: [...head.notes, ...checkHeader(cutting.feed, head.header)] };
    refuseOtherHeader(first, { head, name }, cutting.feed);
    const { key, versionId, etag } = text;
    const part = parts.push({ key, versionId, etag, name, dialect: head.dialect, linesBefore }) - 1;
    linesBefore += head.bodyLine;
    if (head.isHeaderLike) headerLike.push(linesBefore);
    for await (const { nextLine, ...span } of cutText({ text, head, firstLine: linesBefore }, cutting)) {
      chunks.push({ n: chunks.length, part, ...span });
      linesBefore = nextLine;
    }
  }
  if (!first) throw refusal('empty_file');
  return { parts, chunks, head: first.head, notes: first.notes, headerLike };
}

interface NamedHead {
  readonly head: Head;
  readonly name: string;
  readonly notes: readonly HeaderNote[];
}

/** @returns undefined if the text is blank: an export may have such a part. */
async function readHead(text: StoredObject, { feed, store }: Cutting): Promise<Head | undefined> {
  const bytes = await store.read(text, { start: 0, end: Math.min(text.bytes, HEAD_BYTES) });
  try {
    return sniffHead({ bytes, isWhole: text.bytes <= HEAD_BYTES }, feed.file, (header) =>
      shownHeader(feed, header),
    );
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'empty_file') return undefined;
    throw error;
  }
}

function refuseOtherHeader(first: NamedHead, other: Omit<NamedHead, 'notes'>, feed: Feed): void {
  const [one, two] = [first.head.header, other.head.header];
  const at = Array.from({ length: Math.max(one.length, two.length) }).findIndex(
    (_, index) => one[index] !== two[index],
  );
  if (at === -1) return;
  const column = (header: readonly string[]) =>
    at < header.length ? `"${shownHeader(feed, header)[at]}"` : 'missing';
  throw refusal(
    'parts_disagree',
    `Column ${at + 1} is ${column(one)} in ${first.name}, and ${column(two)} in ${other.name}.`,
  );
}

interface TextToCut {
  readonly text: StoredObject;
  readonly head: Head;
  /** 1-based line number of the first row, counted through all parts. */
  readonly firstLine: number;
}

async function* cutText({ text, head, firstLine }: TextToCut, { feed, targetBytes, store }: Cutting) {
  const { dialect, header, bodyStart } = head;
  if (bodyStart >= text.bytes) return;
  const groupBy = feed.kind === 'events' ? feed.groupBy : undefined;
  const reader = groupBy && compileGroup(feed, groupBy, header);
  const groupOf = (record: Buffer) => {
    const [first] = readRecords(record, { dialect, firstLine: 1, columns: header.length });
    return first && !isBlank(first, header) ? reader?.cellOf(first) : undefined;
  };
  yield* cutRecords(store.stream(text, { start: bodyStart }), {
    dialect,
    start: bodyStart,
    firstLine,
    targetBytes,
    limitBytes: targetBytes * LARGEST_CHUNK,
    ...(reader ? { groupOf } : {}),
  });
}
