import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { LINES_KEPT, type Mark } from '../profile/mark.ts';
import { finding } from './finding.ts';
import type { Fragmentation, Fragments } from './fragmentation.ts';
import type { DetectorCode } from './table.ts';

/** Rows whose person may fall apart when the address changes. */
export function findEmailOnly({ identifiers }: ChunkProfile): Finding[] {
  const mark = identifiers.email;
  if (!mark) return [];
  const of = Object.values(identifiers).reduce((sum, [rows]) => sum + rows, 0);
  return [finding('email_only', { mark, of, what: 'rows name the person by e-mail alone' })];
}

/** What `fragmentationFinder` found, told; complete where neither it nor a chunk had to leave pairs out. */
export function fragmentationFindings(
  { emailsWithManyIds, idsWithManyEmails, complete }: Fragmentation,
  { unpairedRows }: Pick<ChunkProfile, 'unpairedRows'>,
): Finding[] {
  const isComplete = complete && unpairedRows === 0;
  return [
    ...describe(
      'email_with_many_ids',
      emailsWithManyIds,
      'e-mail addresses come with several ids',
      isComplete,
    ),
    ...describe(
      'id_with_many_emails',
      idsWithManyEmails,
      'ids come with several e-mail addresses',
      isComplete,
    ),
  ];
}

function describe(
  code: DetectorCode,
  { count, of, examples }: Fragments,
  what: string,
  isComplete: boolean,
): Finding[] {
  if (count === 0) return [];
  const lines = examples.map((example) => example.join(', ')).join('; ');
  const rest = isComplete ? '' : ' There are more people in the file than could be compared.';
  const mark: Mark = [count, ...examples.flat().slice(0, LINES_KEPT)];
  return [finding(code, { mark, of, what, more: `On lines ${lines}.${rest}` })];
}
