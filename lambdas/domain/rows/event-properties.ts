// The properties of an event: the fields of its first row, and a list with an item for each of its rows.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { emptyProperties, type Properties, setProperty } from '../operations/properties.ts';
import type { Reject } from '../reject.ts';
import { type Field, planFields, readFields, splitPath } from './fields.ts';
import type { Group } from './mapper.ts';
import { reservedColumns } from './reserved-columns.ts';
import { compileAdder } from './template.ts';

export interface EventProperties {
  readonly fields: readonly Field[];
  /** Adds the properties of a group to `into`. */
  readonly read: (group: Group, into: Properties) => Reject | undefined;
}

export function compileEventProperties(feed: EventsFeed, header: readonly string[]): EventProperties {
  const fields = planFields(header, feed, reservedColumns(feed, header));
  const add = compileAdder(feed, header);
  const items = feed.groupBy && { path: splitPath(feed.groupBy.items.as), fields: itemFields(feed, header) };
  return {
    fields,
    read(group, into) {
      const [{ cells }] = group;
      const reject = readFields(fields, cells, into);
      if (reject) return reject;
      add(cells, into);
      return items && readItems(items, group, into);
    },
  };
}

/** The fields of the item that each row of a group adds. */
export function itemFields(feed: EventsFeed, header: readonly string[]): Field[] {
  const columns = feed.groupBy?.items.columns ?? {};
  return planFields(header, { ...feed, columns, unmapped: 'drop' }, new Set());
}

function readItems(
  { path, fields }: { readonly path: readonly string[]; readonly fields: readonly Field[] },
  group: Group,
  into: Properties,
): Reject | undefined {
  const list: Properties[] = [];
  for (const { cells } of group) {
    const item = emptyProperties();
    const reject = readFields(fields, cells, item);
    if (reject) return reject;
    list.push(item);
  }
  setProperty(into, path, list);
  return undefined;
}
