// Reads and maps the bytes of a file like Split and Validate, with all their steps.
import {
  type Feed,
  type FeedInput,
  FeedSchema,
  type FeedsInput,
  FeedsSchema,
} from '../../lambdas/contracts/feed/feed.ts';
import { isBundled, withAdded } from '../../lambdas/contracts/feed/transform.ts';
import type { HeaderNote } from '../../lambdas/contracts/report.ts';
import { sniffHead } from '../../lambdas/domain/csv/head.ts';
import { type CsvRecord, readRecords } from '../../lambdas/domain/csv/records.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import { explainReject, type RejectCode } from '../../lambdas/domain/reject.ts';
import { compileGroup, grouper } from '../../lambdas/domain/rows/group.ts';
import { checkHeader } from '../../lambdas/domain/rows/header.ts';
import { compileMapper } from '../../lambdas/domain/rows/map-row.ts';
import { mapTransformed } from '../../lambdas/domain/rows/map-transformed.ts';
import type { Group, MappedEvent, MappedRow, Mapper } from '../../lambdas/domain/rows/mapper.ts';
import { compileTransform } from '../../lambdas/domain/rows/transform.ts';
import { NEW_YEAR } from './operation.ts';

export interface MapFileOptions {
  /** When the file arrived, in Unix seconds. The default is the start of 2026. */
  readonly nowSeconds?: number;
  readonly taxonomy?: FeedsInput['taxonomy'];
}

export interface MappedFile {
  readonly header: readonly string[];
  readonly notes: readonly HeaderNote[];
  /** CSV records, the header not counted. */
  readonly rows: number;
  readonly operations: readonly Operation[];
  /** The operations' items, as Customer.io gets them. */
  readonly items: readonly Item[];
  readonly events: readonly MappedEvent[];
  readonly identifiers: readonly MappedRow['identifiers'][];
  /** One for each rejected row, as in rejects.csv. */
  readonly rejects: readonly FileReject[];
  /** Rows that a policy of the feed keeps back. */
  readonly setAside: readonly { readonly line: number; readonly outcome: string }[];
}

export interface FileReject {
  readonly line: number;
  readonly code: RejectCode;
  readonly column?: string;
  readonly reason: string;
}

/** @throws RefusedError if the whole file is refused. */
export function mapFile(
  input: FeedInput,
  content: string | Buffer,
  { nowSeconds = NEW_YEAR, taxonomy }: MapFileOptions = {},
): MappedFile {
  const feed = FeedSchema.parse(input);
  const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { feed: input }, taxonomy });
  const bytes = Buffer.from(content);
  const { dialect, header, bodyStart, bodyLine } = sniffHead({ bytes, isWhole: true }, feed.file);
  const notes = checkHeader(feed, header);
  const context = { workspace: feeds.workspace, taxonomy: feeds.taxonomy, nowSeconds };
  const map = transforming(compileMapper(feed, withAdded(feed, header), context), feed, header);
  const records = readRecords(bytes.subarray(bodyStart), {
    dialect,
    firstLine: bodyLine,
    columns: header.length,
  });
  const mapped = groupsOf(records, feed, header).map((group) => ({ group, result: map(group) }));
  const good = mapped.flatMap(({ result }) => ('operations' in result ? [result] : []));
  const operations = good.flatMap((result) => result.operations);
  return {
    header,
    notes,
    rows: records.length,
    operations,
    items: operations.map(({ item }) => JSON.parse(item) as Item),
    events: good.flatMap(({ events }) => events),
    identifiers: good.map(({ identifiers }) => identifiers),
    rejects: mapped.flatMap(({ group, result }) => {
      if (!('reject' in result)) return [];
      const { code, column } = result.reject;
      const reason = explainReject(result.reject);
      return group.map(({ line }) => ({ line, code, ...(column === undefined ? {} : { column }), reason }));
    }),
    setAside: mapped.flatMap(({ group, result }) =>
      'setAside' in result ? group.map(({ line }) => ({ line, outcome: result.setAside })) : [],
    ),
  };
}

function transforming(map: Mapper, feed: Feed, header: readonly string[]): Mapper {
  const { run, adds = [] } = feed.transform ?? {};
  if (!run || isBundled(run)) return map;
  const transform = compileTransform(run, { header, adds }, (line) => ({ line, file: 'file.csv' }));
  return mapTransformed(map, transform, { feed, header, seen: () => undefined });
}

function groupsOf(
  records: readonly CsvRecord[],
  feed: ReturnType<typeof FeedSchema.parse>,
  header: readonly string[],
): readonly Group[] {
  if (feed.kind !== 'events' || !feed.groupBy) return records.map((record) => [record]);
  const { groupBy } = feed;
  const groups: Group[] = [];
  const { add, end } = grouper(compileGroup(feed, groupBy, header), (group) => groups.push(group));
  records.forEach(add);
  end();
  return groups;
}

/** CSV of these rows, each a list of cells, quoted where needed. */
export function csvOf(...rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => `${cells.map(cell).join(',')}\n`).join('');
}
