// What mapping takes and gives, whatever the kind of feed.
import type { Feeds } from '../../contracts/feed/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import type { Identifiers } from '../operations/item.ts';
import type { Operation } from '../operations/operation.ts';
import type { Reject } from '../reject.ts';

export interface MapContext {
  readonly workspace: string;
  /** The import's time in Unix seconds: the age of people's data, and what "in the future" is measured from. */
  readonly nowSeconds: number;
  readonly taxonomy: Feeds['taxonomy'];
}

/** An event that a row yields, for the statistics. */
export interface MappedEvent {
  readonly name: string;
  /** Unix seconds. */
  readonly seconds: number;
  readonly note?: 'dst_gap' | 'dst_overlap';
}

/** What a row became. Only the first operation counts its rows: a further event of the same rows adds none. */
export interface MappedRow {
  readonly operations: readonly Operation[];
  readonly events: readonly MappedEvent[];
  readonly identifiers: Identifiers;
}

/** A row that is sound and not sent, by a policy of its feed. */
export interface SetAside {
  readonly setAside: 'held' | 'expired';
  /** In words. */
  readonly reason: string;
}

export type Mapped = MappedRow | SetAside | { readonly reject: Reject };
export type Group = readonly [CsvRecord, ...CsvRecord[]];
/** Maps the records of one group (a single record where the feed does not group). */
export type Mapper = (group: Group) => Mapped;
