// Finds columns that say which people or objects were deleted, in a feed that does not read them: they are created again.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Finding } from '../../contracts/report.ts';
import { finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

/** As Fivetran, Stitch, Airbyte, Debezium, AWS DMS, BigQuery, Delta Lake and Snowflake call them, and by hand. */
const NAMES =
  /^(_fivetran_deleted|_sdc_deleted_at|_ab_cdc_deleted_at|__deleted|__op|op|_change_type|metadata\$action|(is|was)?[_ ]?deleted|deleted[_ ]?at|change[_ ]?type)$/i;

/** A column that the feed names, or compares in `where`, is decided. */
export function findUnusedActions(columns: readonly ProfiledColumn[], feed: Feed): Finding[] {
  if (feed.kind !== 'people' && feed.kind !== 'objects') return [];
  if (feed.actionFrom || feed.action === 'delete') return [];
  const decided = new Set([...Object.keys(feed.columns), ...Object.keys(feed.where ?? {})]);
  return columns.flatMap(({ name: column, inFile, filled, rows, mark }) => {
    if (!NAMES.test(inFile.trim()) || decided.has(column) || filled === 0 || rows('json', 'decimal') > 0)
      return [];
    const cells = mark('boolean', 'integer', 'text', 'date');
    const thing = feed.kind === 'people' ? 'person' : 'object';
    const says = `say what happened to the ${thing}, and every row is sent as it is`;
    return [
      finding('unused_action', {
        column,
        mark: cells,
        of: filled,
        what: 'cell',
        says: `have a value: they ${says}`,
      }),
    ];
  });
}
