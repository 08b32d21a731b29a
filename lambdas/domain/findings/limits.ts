// Judges an import by its feed's limits and by what the feed's former imports were like, before anything is sent.
import type { Limits } from '../../contracts/feed/policies.ts';
import { number } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { PastImport } from '../imports/past-import.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';
import { rejectedRows, type Statistics } from '../profile/statistics.ts';
import { findDrift } from './drift.ts';
import { remark } from './finding.ts';
import { learntRange } from './learnt-range.ts';

/** A limit that an import is beyond, and what its feed wants then. */
export interface Breach {
  readonly finding: Finding;
  readonly otherwise: 'hold' | 'warn';
}

export interface Facts {
  readonly statistics: Pick<Statistics, 'rows' | 'rejects'>;
  readonly columns: readonly SeenColumn[];
  /** Former imports of the feed, newest first. */
  readonly history: readonly PastImport[];
}

/** All limits that the import is beyond. */
export function judgeLimits({ statistics, columns, history }: Facts, limits: Limits): Breach[] {
  const completed = history.filter(({ state }) => state === 'completed');
  return [
    ...judgeRejects(statistics, limits),
    ...judgeVolume(statistics.rows, completed, limits),
    ...judgeDrift(columns, completed, limits),
  ];
}

function judgeRejects(
  statistics: Facts['statistics'],
  { maxRejectShare, maxRejects = Number.POSITIVE_INFINITY }: Limits,
): Breach[] {
  const { rows } = statistics;
  const rejected = rejectedRows(statistics);
  const share = rows === 0 ? 0 : rejected / rows;
  const beyond = [
    ...(share > maxRejectShare ? [`maxRejectShare of ${maxRejectShare}`] : []),
    ...(rejected > maxRejects ? [`maxRejects of ${number(maxRejects)}`] : []),
  ];
  if (beyond.length === 0) return [];
  const message = `${number(rejected)} of ${number(rows)} rows were rejected, more than the feed's ${beyond.join(' and its ')}.`;
  return [{ finding: remark('too_many_rejects', message, rejected, share), otherwise: 'hold' }];
}

function judgeVolume(rows: number, completed: readonly PastImport[], { volume }: Limits): Breach[] {
  const { min = 0, max = Number.POSITIVE_INFINITY, spread, otherwise } = volume;
  const learnt = learntRange(
    completed.map((past) => past.rows),
    spread,
  );
  const unusual = learnt && (rows < learnt.min || rows > learnt.max);
  const told = [
    ...(rows < min ? [`fewer than the feed's volume.min of ${number(min)}`] : []),
    ...(rows > max ? [`more than the feed's volume.max of ${number(max)}`] : []),
    ...(unusual
      ? [
          `while after the last ${completed.length} imports ${number(learnt.min)} to ${number(learnt.max)} are usual`,
        ]
      : []),
  ];
  if (told.length === 0) return [];
  const message = `The file has ${number(rows)} ${rows === 1 ? 'row' : 'rows'}, ${told.join(', ')}.`;
  return [{ finding: remark('unusual_volume', message, rows, 1), otherwise }];
}

/** Against the import that completed last, of those whose columns were kept. */
function judgeDrift(
  columns: readonly SeenColumn[],
  completed: readonly PastImport[],
  { drift }: Limits,
): Breach[] {
  const [last] = completed.filter((past) => past.columns.length > 0).sort((a, b) => b.endedAt - a.endedAt);
  if (!last || drift === 'off') return [];
  return findDrift(last.columns, columns).map((finding) => ({ finding, otherwise: drift }));
}
