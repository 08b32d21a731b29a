// Runs all detectors over a file's profile. Pure: the same profile gives the same findings.

import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { findHistory, findManyRows } from './campaigns.ts';
import {
  findLeadingZeros,
  findMixedMoney,
  findMixedTypes,
  findNoValueWords,
  findNumbersAsText,
  findPaddedIdentifiers,
  findScientific,
} from './columns.ts';
import { findDateOrder, findDatesAsText, findEarlyDates, findEpochUnits, findExcelSerials } from './dates.ts';
import { finding } from './finding.ts';
import { findMixedColumnNames, findMixedEventNames } from './names.ts';
import { findEmailOnly } from './people.ts';
import { type DetectContext, type ProfiledColumn, profiledColumns } from './profiled-column.ts';
import {
  findFarBack,
  findHoursAhead,
  findHoursBehind,
  findOddTimes,
  findRoundedTimes,
  findStaleness,
} from './times.ts';

type DetectInFile = (profile: ChunkProfile, context: DetectContext) => Finding[];
type DetectInColumn = (column: ProfiledColumn) => Finding[];

const IN_FILE: readonly DetectInFile[] = [
  findHoursAhead,
  findHoursBehind,
  findOddTimes,
  findStaleness,
  findFarBack,
  findHistory,
  findManyRows,
  findMixedEventNames,
  findMixedColumnNames,
  findEmailOnly,
  findUnprofiledColumns,
];

const IN_COLUMN: readonly DetectInColumn[] = [
  findRoundedTimes,
  findExcelSerials,
  findDateOrder,
  findEpochUnits,
  findEarlyDates,
  findMixedTypes,
  findNoValueWords,
  findLeadingZeros,
  findScientific,
  findMixedMoney,
  findNumbersAsText,
  findDatesAsText,
  findPaddedIdentifiers,
];

/** All findings of a file's merged profile: warnings first, findings about columns in the order of the header. */
export function detect(profile: ChunkProfile, context: DetectContext): Finding[] {
  const inFile = IN_FILE.flatMap((find) => find(profile, context));
  const inColumns = profiledColumns(profile, context).flatMap((column) =>
    IN_COLUMN.flatMap((find) => find(column)),
  );
  const findings = [...inFile, ...inColumns];
  return ['warning', 'notice'].flatMap((severity) => findings.filter((found) => found.severity === severity));
}

function findUnprofiledColumns({ rows, columns }: ChunkProfile, { header }: DetectContext): Finding[] {
  const left = header.length - columns.length;
  if (rows === 0 || left === 0) return [];
  return [
    finding('unprofiled_columns', {
      mark: [left],
      of: header.length,
      what: 'column',
      says: 'are not checked',
    }),
  ];
}
