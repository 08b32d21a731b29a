// Makes operations from a row, or from the rows of a group; a row that cannot be one becomes a reject.
import type { Feed, Feeds } from '../../contracts/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import type { Operation } from '../delivery/operation.ts';
import { compileClean } from './clean.ts';
import type { Identifiers } from './identity.ts';
import { eventsMapper } from './map-event.ts';
import { objectsMapper, relationshipsMapper } from './map-object.ts';
import { peopleMapper } from './map-person.ts';
import type { Reject } from './reject.ts';

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
}

export type Mapped = MappedRow | SetAside | { readonly reject: Reject };
export type Group = readonly [CsvRecord, ...CsvRecord[]];
/** Maps the records of one group (a single record where the feed does not group). */
export type Mapper = (group: Group) => Mapped;

/** Works out once, for a header that `checkHeader` passed, how each of its rows is mapped. */
export function compileMapper(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  const map = mapperOf(feed, header, context);
  const clean = compileClean(feed, header);
  return (group) => {
    for (const record of group) {
      const reject = soundness(record, header);
      if (reject) return { reject };
    }
    const [head, ...others] = group;
    return map([clean(head), ...others.map(clean)]);
  };
}

function mapperOf(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  switch (feed.kind) {
    case 'people':
      return peopleMapper(feed, header, context);
    case 'events':
      return eventsMapper(feed, header, context);
    case 'objects':
      return objectsMapper(feed, header, context);
    case 'relationships':
      return relationshipsMapper(feed, header, context);
  }
}

function soundness({ cells, damage }: CsvRecord, header: readonly string[]): Reject | undefined {
  if (damage) return { code: damage };
  if (cells.length !== header.length) return { code: 'column_count' };
  const repeated =
    cells[0]?.trim() === header[0] && cells.every((cell, index) => cell.trim() === header[index]);
  return repeated ? { code: 'repeated_header' } : undefined;
}
