// Reports a file of which `where` and `transform` keep no row: their conditions are probably not those of the file.
import type { Finding } from '../../contracts/report.ts';
import { rowsKeptBack } from '../counts.ts';
import type { Statistics } from '../profile/statistics.ts';
import { partOf, remark } from './finding.ts';

/** Only if no row is left that could be sent. */
export function findAllFiltered({
  rows,
  operations,
  keptBack,
}: Pick<Statistics, 'rows' | 'operations' | 'keptBack'>): Finding[] {
  const filtered = rowsKeptBack(keptBack, 'filtered');
  const hasOthers = operations > 0 || keptBack.some(({ outcome }) => outcome !== 'filtered');
  if (filtered === 0 || hasOthers) return [];
  const names = ['where', 'transform'].filter((name) => keptBack.some(({ reason }) => reason.includes(name)));
  const message = `${names.map((name) => `\`${name}\``).join(' and ')} left out ${partOf(filtered, rows, 'row')}, and no other row can be sent.`;
  return [remark('all_filtered', message, { rows: filtered, share: filtered / rows })];
}
