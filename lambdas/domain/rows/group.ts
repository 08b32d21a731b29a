// Groups adjacent rows, such as the line items of one order in an export from Shopify.
import type { EventsFeed, Feed } from '../../contracts/feed/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import { compileCleanCell } from './clean.ts';
import { faultOf } from './map-row.ts';
import type { Group } from './mapper.ts';

/** Reads which group a record belongs to. */
export interface GroupReader {
  /** The cell with the name of the group, also of a damaged record. */
  readonly cellOf: (record: CsvRecord) => string;
  /** The name of the group. Blank if the record has none, or if its cells cannot be used. */
  readonly nameOf: (record: CsvRecord) => string;
  /** Whether the record starts a group, although the record before it has the same name. */
  readonly isHead: (record: CsvRecord) => boolean;
  /** The names that the cells of a damaged record can mean: none if the name cannot be read. */
  readonly possibleNames: (record: CsvRecord) => readonly string[];
}

export function compileGroup(
  feed: Feed,
  { column, headColumn }: NonNullable<EventsFeed['groupBy']>,
  header: readonly string[],
): GroupReader {
  const readCell = (name: string) => {
    const index = header.indexOf(name);
    const clean = compileCleanCell(feed, name);
    return ({ cells }: Pick<CsvRecord, 'cells'>, shift = 0) => {
      return clean(cells[index + shift] ?? '').trim();
    };
  };
  const name = readCell(column);
  const head = headColumn === undefined ? undefined : readCell(headColumn);
  const isFirstColumn = header.indexOf(column) === 0;
  return {
    cellOf: (record) => name(record),
    nameOf: (record) => (faultOf(record, header) ? '' : name(record)),
    isHead: (record) => head !== undefined && !faultOf(record, header) && head(record) !== '',
    possibleNames: (record) => {
      // Missing or further cells of its row can have moved the name, and the cells do not show by how many columns.
      if (record.unfixed === 'column_count' && !isFirstColumn) return [];
      const isMoved = !isFirstColumn && record.unfixed === undefined;
      const shift = isMoved ? record.cells.length - header.length : 0;
      const names = [name(record), name(record, shift)].map((text) => readableName(text, record));
      return [...new Set(names)].filter((text) => text !== '');
    },
  };
}

/** Blank if characters of the name are lost. */
function readableName(text: string, { damage }: CsvRecord): string {
  // Its cells have one character per byte.
  const name = damage === 'invalid_encoding' ? Buffer.from(text, 'latin1').toString('utf8') : text;
  return /["\0\ufffd\r\n]/.test(name) ? '' : name;
}

export interface Grouper {
  readonly add: (record: CsvRecord) => void;
  /** Ends the last group. */
  readonly end: () => void;
}

/**
 * Calls `take` with each group of adjacent records that have the same name. A record with a blank name is a group of its
 * own. A record that is a head starts a group, so that two adjacent orders with the same name stay two.
 */
export function grouper(
  { nameOf, isHead }: Pick<GroupReader, 'nameOf' | 'isHead'>,
  take: (group: Group, name: string) => void,
): Grouper {
  let group: [CsvRecord, ...CsvRecord[]] | undefined;
  let last = '';
  const end = () => {
    if (group) take(group, last);
    group = undefined;
  };
  return {
    add: (record) => {
      const name = nameOf(record);
      if (group && name !== '' && name === last && !isHead(record)) group.push(record);
      else {
        end();
        group = [record];
      }
      last = name;
    },
    end,
  };
}
