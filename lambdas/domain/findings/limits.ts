// Checks an import against its feed's limits and against the feed's earlier imports, before anything is sent.
import type { Limits } from '../../contracts/feed/policies.ts';
import { count, number } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import type { PastImport } from '../imports/past-import.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';
import type { KeyForm } from '../profile/key-forms.ts';
import { rejectedRows, rowsWanted, type Statistics } from '../profile/statistics.ts';
import type { Reading } from '../rows/reading-of.ts';
import { findDrift } from './drift.ts';
import { partOf, remark } from './finding.ts';
import { learnedRange } from './learned-range.ts';
import { findLostKey } from './lost-key.ts';

/** A limit that an import exceeds, and what the feed does then. */
export interface Breach {
  readonly finding: Finding;
  readonly otherwise: 'hold' | 'warn';
}

export interface Facts {
  readonly statistics: Pick<Statistics, 'rows' | 'rejects' | 'keptBack'>;
  /** E-mail addresses that have several ids, of those that could be compared. */
  readonly sharedEmails?: number;
  readonly columns: readonly SeenColumn[];
  /** The columns that make rows what they are. */
  readonly reading: Reading;
  /** How the values of key and identifier columns are written. */
  readonly forms?: readonly KeyForm[];
  /** Earlier imports of the feed, newest first. */
  readonly history: readonly PastImport[];
}

/** All limits that the import exceeds. */
export function judgeLimits(facts: Facts, limits: Limits): Breach[] {
  const { statistics, sharedEmails = 0, columns, history } = facts;
  const completed = completedOf(history);
  return [
    ...judgeKey(facts, completed, limits),
    ...judgeRejects(statistics, limits),
    ...judgeSharedEmails(sharedEmails, limits),
    ...judgeVolume(statistics.rows, completed, limits),
    ...judgeDrift(columns, completed, limits),
  ];
}

export function completedOf(history: readonly PastImport[]): readonly PastImport[] {
  return history.filter(({ state }) => state === 'completed');
}

function judgeRejects(
  statistics: Facts['statistics'],
  { maxRejectShare, maxRejects = Number.POSITIVE_INFINITY }: Limits,
): Breach[] {
  const rows = rowsWanted(statistics);
  const rejected = rejectedRows(statistics);
  const share = rows === 0 ? 0 : rejected / rows;
  const exceeded = [
    ...(share > maxRejectShare ? [`\`limits.maxRejectShare\` (${maxRejectShare})`] : []),
    ...(rejected > maxRejects ? [`\`limits.maxRejects\` (${number(maxRejects)})`] : []),
  ];
  if (exceeded.length === 0) return [];
  const verb = rejected === 1 ? 'was' : 'were';
  const message = `${partOf(rejected, rows, 'row')} ${verb} rejected, more than ${allowedBy(exceeded)}.`;
  return [{ finding: remark('too_many_rejects', message, { rows: rejected, share }), otherwise: 'hold' }];
}

function allowedBy(options: readonly string[]): string {
  return `${options.join(' and ')} ${options.length === 1 ? 'allows' : 'allow'}`;
}

function judgeSharedEmails(shared: number, { maxSharedEmails }: Limits): Breach[] {
  if (maxSharedEmails === undefined || shared <= maxSharedEmails) return [];
  const have = `${count(shared, 'e-mail address', 'e-mail addresses')} ${shared === 1 ? 'has' : 'have'}`;
  const message = `${have} several ids, more than ${allowedBy([`\`limits.maxSharedEmails\` (${number(maxSharedEmails)})`])}.`;
  return [{ finding: remark('shared_emails', message, { rows: shared }), otherwise: 'hold' }];
}

function judgeVolume(rows: number, completed: readonly PastImport[], { volume }: Limits): Breach[] {
  const { min = 0, max = Number.POSITIVE_INFINITY, spread, otherwise } = volume;
  const learned = learnedRange(
    completed.map((past) => past.rows),
    spread,
  );
  const exceeded = [
    ...(rows < min ? [`fewer than \`limits.volume.min\` (${number(min)})`] : []),
    ...(rows > max ? [`more than \`limits.volume.max\` (${number(max)})`] : []),
  ];
  const usual = learned && (rows < learned.min || rows > learned.max) ? learned : undefined;
  if (exceeded.length === 0 && !usual) return [];
  const message = [
    `${[`The file has ${count(rows, 'row')}`, ...exceeded].join(', ')}.`,
    ...(usual
      ? [
          `After the last ${completed.length} imports, ${number(usual.min)} to ${number(usual.max)} are usual.`,
        ]
      : []),
  ].join(' ');
  return [{ finding: remark('unusual_volume', message, { rows, share: 1 }), otherwise }];
}

/** Holds the import, unless the feed states what changed columns do. */
function judgeKey(
  { reading, forms }: Facts,
  completed: readonly PastImport[],
  { drift = 'hold' }: Limits,
): Breach[] {
  if (drift === 'off') return [];
  return findLostKey(reading, completed, forms).map((finding) => ({ finding, otherwise: drift }));
}

/** Compares with the import that completed last, of those whose columns are known. */
function judgeDrift(
  columns: readonly SeenColumn[],
  completed: readonly PastImport[],
  { drift = 'warn' }: Limits,
): Breach[] {
  const [last] = completed.filter((past) => past.columns.length > 0).sort((a, b) => b.endedAt - a.endedAt);
  if (!last || drift === 'off') return [];
  const own = ({ name }: SeenColumn) => !isRejectColumn(name);
  return findDrift(last.columns.filter(own), columns.filter(own)).map((finding) => ({
    finding,
    otherwise: drift,
  }));
}
