// Reports rows of only delimiters, which are skipped.
import type { Finding } from '../../contracts/report.ts';
import type { Plan } from '../plan.ts';
import type { Statistics } from '../profile/statistics.ts';
import { finding } from './finding.ts';

/** Lines are left out if the import has several files, which each have such lines. */
export function findBlankRows(
  { rows, blank }: Pick<Statistics, 'rows' | 'blank'>,
  { parts }: Pick<Plan, 'parts'>,
): Finding[] {
  if (!blank) return [];
  const found = finding('blank_rows', {
    mark: blank,
    of: rows + blank[0],
    what: 'row',
    says: 'are blank and were skipped',
  });
  return [parts.length === 1 ? found : { ...found, lines: [] }];
}
