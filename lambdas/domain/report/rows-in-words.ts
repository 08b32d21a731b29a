// How many rows, in the words of the shop where they are known: `389 orders (642 rows)`.
import { count, number } from '../../contracts/format.ts';
import type { Report } from '../../contracts/report.ts';

type Counts = Pick<Report, 'rows' | 'outcomes' | 'groups'>;

/** `389 orders (642 rows)`; `642 rows` of a feed that does not group its rows. */
export function rowsRead({ rows, groups }: Pick<Counts, 'rows' | 'groups'>): string {
  return inWords(rows, groups?.read, groups?.noun);
}

/** `380 orders (627 rows)` */
export function rowsDelivered({
  outcomes: { delivered },
  groups,
}: Pick<Counts, 'outcomes' | 'groups'>): string {
  return inWords(delivered, groups?.delivered, groups?.noun);
}

/** `380 of 389 orders (627 of 642 rows)` */
export function deliveredOfRead({ rows, outcomes: { delivered }, groups }: Counts): string {
  const ofRows = `${number(delivered)} of ${count(rows, 'row')}`;
  if (groups?.delivered === undefined) return ofRows;
  const ofGroups = `${number(groups.delivered)} of ${count(groups.read, groups.noun)}`;
  return groups.read === rows ? ofGroups : `${ofGroups} (${ofRows})`;
}

function inWords(rows: number, groups: number | undefined, noun = 'row'): string {
  if (groups === undefined) return count(rows, 'row');
  const things = count(groups, noun);
  return groups === rows ? things : `${things} (${count(rows, 'row')})`;
}
