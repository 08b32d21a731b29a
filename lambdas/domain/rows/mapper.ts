// What a mapper gets and returns, for every kind of feed.
import type { Feeds } from '../../contracts/feed/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import type { Identifiers } from '../operations/item.ts';
import type { Operation } from '../operations/operation.ts';
import type { Rejected } from '../reject.ts';

export interface MapContext {
  readonly workspace: string;
  /** The time of the import in Unix seconds: the age of people's data, and the limit for times in the future. */
  readonly nowSeconds: number;
  readonly taxonomy: Feeds['taxonomy'];
}

/** An event of a row, for the statistics. */
export interface MappedEvent {
  readonly name: string;
  /** Unix seconds. */
  readonly seconds: number;
  readonly note?: 'dst_gap' | 'dst_overlap';
  /** It is not the event of the row itself: its time is in another column. */
  readonly further?: true;
}

/** What a row became. Only the first operation counts its rows, not the further events of the same rows. */
export interface MappedRow {
  readonly operations: readonly Operation[];
  readonly events: readonly MappedEvent[];
  readonly identifiers: Identifiers;
}

/** A sound row that a policy of its feed sets aside. */
export interface SetAside {
  readonly setAside: 'held' | 'expired' | 'filtered';
  /** In words. */
  readonly reason: string;
}

export type Mapped = MappedRow | SetAside | Rejected;
export type Group = readonly [CsvRecord, ...CsvRecord[]];
/** Maps the records of one group, or a single record if the feed has no groups. */
export type Mapper = (group: Group) => Mapped;
