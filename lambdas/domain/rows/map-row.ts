// Maps a row, or the rows of a group, to operations or to a reject.
import type { Feed } from '../../contracts/feed/feed.ts';
import { encodingAdvice } from '../csv/encoding-advice.ts';
import { withoutInvisible } from '../csv/invisible.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';
import type { Reject } from '../reject.ts';
import { compileClean } from './clean.ts';
import { eventsMapper } from './map-event.ts';
import { mergesMapper } from './map-merge.ts';
import { objectsMapper } from './map-object.ts';
import { peopleMapper } from './map-person.ts';
import { relationshipsMapper } from './map-relationship.ts';
import type { MapContext, Mapper } from './mapper.ts';
import { compileOrphan } from './orphan.ts';
import { rejectUnfixed } from './returned-row.ts';
import { compileWhere } from './where.ts';

/** Plans once how the rows of a file are mapped. @param header one that `checkHeader` accepted. */
export function compileMapper(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  const map = mapperOf(feed, header, context);
  const clean = compileClean(feed, header);
  const rejectOrphan = compileOrphan(feed, header);
  const findUnmet = compileWhere(feed.where, feed.columns, header);
  return (group) => {
    for (const record of group) {
      const reject = faultOf(record, header);
      if (reject) return { reject };
    }
    const [first, ...others] = group;
    const head = clean(first);
    const orphan = rejectOrphan?.(head.cells);
    if (orphan) return { reject: orphan };
    const unmet = findUnmet?.(head.cells);
    if (unmet !== undefined) return { setAside: 'filtered', reason: `left out by where: "${unmet}"` };
    return map([head, ...others.map(clean)]);
  };
}

function mapperOf(feed: Feed, header: readonly string[], context: MapContext): Mapper {
  switch (feed.kind) {
    case 'people':
      return feed.action === 'merge'
        ? mergesMapper(feed, header, context)
        : peopleMapper({ ...feed, action: feed.action }, header, context);
    case 'events':
      return eventsMapper(feed, header, context);
    case 'objects':
      return objectsMapper(feed, header, context);
    case 'relationships':
      return relationshipsMapper(feed, header, context);
  }
}

/** Why the cells of a record cannot be used as its columns. */
export function faultOf(record: CsvRecord, header: readonly string[]): Reject | undefined {
  const { cells, damage, unfixed } = record;
  if (unfixed) return rejectUnfixed(unfixed);
  if (damage === 'invalid_encoding')
    return { code: damage, detail: encodingAdvice(Buffer.from(cells.join('\n'), 'latin1')) };
  if (damage) return { code: damage };
  if (cells.length !== header.length) return { code: 'column_count' };
  return repeatsHeader(cells, header) ? { code: 'repeated_header' } : undefined;
}

/** Whether a row has the names of the columns, in a rejects.csv except for those that it added. */
function repeatsHeader(cells: readonly string[], header: readonly string[]): boolean {
  if (!isName(cells[0], header[0])) return false;
  return cells.every((cell, index) => isName(cell, header[index]) || isRejectColumn(header[index] ?? ''));
}

/** Names in the header have no invisible characters. */
function isName(cell: string | undefined, name: string | undefined): boolean {
  return cell === name || (cell !== undefined && withoutInvisible(cell) === name);
}
