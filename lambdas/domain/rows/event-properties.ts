// The properties of an event: the fields of its first row, and a list with an item for each of its rows.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { faultsOf, rejectAll } from '../faults.ts';
import type { Paths } from '../operations/compared-properties.ts';
import { emptyProperties, type Properties, setProperty } from '../operations/properties.ts';
import type { Reject } from '../reject.ts';
import { type Field, planFields, readFields, splitPath } from './fields.ts';
import type { Group } from './mapper.ts';
import { reservedColumns } from './reserved-columns.ts';
import { compileAdder, templatesWith } from './template.ts';
import { compileWhere, type FindUnmet } from './where.ts';

export interface EventProperties {
  readonly fields: readonly Field[];
  /** The properties that may change after the event. */
  readonly mayChange: Paths;
  /** Adds the properties of a group to `into`. */
  readonly read: (group: Group, into: Properties) => Reject | undefined;
}

export function compileEventProperties(feed: EventsFeed, header: readonly string[]): EventProperties {
  const fields = planFields(header, feed, reservedColumns(feed, header));
  const add = compileAdder(feed, header);
  const items = feed.groupBy && compileItems(feed.groupBy.items, feed, header);
  return {
    fields,
    mayChange: [
      ...changing(fields),
      ...changing(items?.fields ?? []).map((path) => [...(items?.path ?? []), ...path]),
      ...templatesWith(changingColumns(feed), feed).map(splitPath),
    ],
    read(group, into) {
      const [{ cells }] = group;
      const own = readFields(fields, cells, into);
      if (!own) add(cells, into);
      const ofItems = items && readItems(items, group, into);
      return own || ofItems ? rejectAll([own, ofItems]) : undefined;
    },
  };
}

function changing(fields: readonly Field[]): Paths {
  return fields.filter(({ mayChange }) => mayChange).map(({ path }) => path);
}

function changingColumns({ columns }: EventsFeed): readonly string[] {
  return Object.keys(columns).filter((column) => columns[column]?.mayChange);
}

/** The fields of the item that each row of a group adds. */
export function itemFields(feed: EventsFeed, header: readonly string[]): Field[] {
  const columns = feed.groupBy?.items.columns ?? {};
  return planFields(header, { ...feed, columns, unmapped: 'drop' }, new Set());
}

interface Items {
  readonly path: readonly string[];
  readonly fields: readonly Field[];
  /** Finds the column because of which a row adds no item. */
  readonly findUnmet: FindUnmet | undefined;
}

function compileItems(
  { as, columns, where }: NonNullable<EventsFeed['groupBy']>['items'],
  feed: EventsFeed,
  header: readonly string[],
): Items {
  const findUnmet = compileWhere(where, { ...feed.columns, ...columns }, header);
  return { path: splitPath(as), fields: itemFields(feed, header), findUnmet };
}

function readItems({ path, fields, findUnmet }: Items, group: Group, into: Properties): Reject | undefined {
  const list: Properties[] = [];
  const faults: Reject[] = [];
  for (const { cells, line, leftOut } of group) {
    if (leftOut || findUnmet?.(cells) !== undefined) continue;
    const item = emptyProperties();
    const reject = readFields(fields, cells, item);
    if (reject)
      faults.push(...faultsOf(reject).map((fault) => (group.length > 1 ? { ...fault, line } : fault)));
    list.push(item);
  }
  setProperty(into, path, list);
  return faults.length > 0 ? rejectAll(faults) : undefined;
}
