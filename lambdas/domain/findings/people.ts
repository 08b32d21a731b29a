// Findings about who the rows name: people without an id, and people with several ids or e-mail addresses.

import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { LINES_KEPT, type Mark } from '../profile/mark.ts';
import { type Evidence, finding, remark } from './finding.ts';
import type { Fragmentation, Fragments } from './fragmentation.ts';

/** Rows with an e-mail address as their only identifier. */
export function findEmailOnly({ identifiers }: Pick<ChunkProfile, 'identifiers'>): Finding[] {
  const mark = identifiers.email;
  if (!mark) return [];
  const of = Object.values(identifiers).reduce((sum, [rows]) => sum + rows, 0);
  return [
    finding('email_only', { mark, of, what: 'row', says: 'have no identifier except an e-mail address' }),
  ];
}

/** @param columns that are sent as properties. In a feed of people they are refused. */
export function findUnnamedIdentifiers(columns: readonly string[]): Finding[] {
  return columns.map((column) => ({
    ...remark(
      'unnamed_identifier',
      `The column "${column}" is sent as a property. It does not identify the person.`,
    ),
    column,
  }));
}

/**
 * Says so if the chunks or the search had to leave people out.
 * @param placesOf where lines are, in words: `lines 4, 9`.
 */
export function fragmentationFindings(
  { emailsWithManyIds, idsWithManyEmails, complete }: Fragmentation,
  { unpairedRows }: Pick<ChunkProfile, 'unpairedRows'>,
  placesOf: PlacesOf,
): Finding[] {
  const rest =
    complete && unpairedRows === 0 ? '' : ' There are more people in the file than could be compared.';
  return [
    ...shown(emailsWithManyIds, rest, placesOf).map((evidence) =>
      finding('email_with_many_ids', {
        ...evidence,
        what: 'e-mail address',
        plural: 'e-mail addresses',
        says: 'have several ids',
      }),
    ),
    ...shown(idsWithManyEmails, rest, placesOf).map((evidence) =>
      finding('id_with_many_emails', { ...evidence, what: 'id', says: 'have several e-mail addresses' }),
    ),
  ];
}

type PlacesOf = (lines: readonly number[]) => string;

function shown(
  { count, of, examples }: Fragments,
  rest: string,
  placesOf: PlacesOf,
): Pick<Required<Evidence>, 'mark' | 'of' | 'more'>[] {
  if (count === 0) return [];
  const mark: Mark = [count, ...examples.flat().slice(0, LINES_KEPT)];
  return [{ mark, of, more: `On ${examples.map(placesOf).join('; ')}.${rest}` }];
}
