// Tells in the report that a file brought nothing that Customer.io did not have: yesterday's export, dropped again.
import type { Outcomes } from '../../contracts/report.ts';
import { type Finding, number, remark } from './finding.ts';

export function findNothingNew({ delivered, duplicate, unchanged, held, suppressed }: Outcomes): Finding[] {
  const old = duplicate + unchanged;
  if (old === 0 || delivered + held + suppressed > 0) return [];
  const message = `All ${number(old)} rows that could be sent were delivered before.`;
  return [
    remark(
      'nothing_new',
      old === 1 ? 'The only row that could be sent was delivered before.' : message,
      old,
      1,
    ),
  ];
}
