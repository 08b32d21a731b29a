// Reports columns whose long values are cut or left out, because nothing else in the report says so.
import { VALUE_BYTES } from '../../contracts/customerio-limits.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import { number } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { planFields } from '../rows/fields.ts';
import { sendsProperties } from '../rows/header.ts';
import { reservedColumns } from '../rows/reserved-columns.ts';
import { remark } from './finding.ts';

export function findLongValues(
  { longestBytes }: Pick<ChunkProfile, 'longestBytes'>,
  feed: Feed,
  header: readonly string[],
): Finding[] {
  if (!sendsProperties(feed)) return [];
  const fields = planFields(header, feed, reservedColumns(feed, header));
  return fields.flatMap(({ index, column, fit }) => {
    const longest = longestBytes[index] ?? 0;
    if (!fit || longest <= VALUE_BYTES) return [];
    const message = `Column "${column}": the longest cell has ${number(longest)} bytes, and values over ${number(VALUE_BYTES)} bytes are cut or left out.`;
    return [{ ...remark('long_values', message), column }];
  });
}
