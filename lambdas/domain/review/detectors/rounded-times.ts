import { type Finding, finding } from '../../findings/finding.ts';
import type { ProfiledColumn } from '../../findings/profiled-column.ts';
import type { DetectorCode } from '../../findings/table.ts';
import type { CellMark } from '../../profile/cell-mark.ts';
import type { TimeMark } from '../../profile/chunk-profile.ts';
import { addMark, type Mark, NO_ROWS } from '../../profile/mark.ts';

/** Fewer times are round by chance. */
const FEWEST = 5;
/** Of a hundred times one may be otherwise: someone adds a row by hand. */
const SHARE = 0.99;

interface Level {
  readonly code: DetectorCode;
  readonly what: string;
  /** How the cells are written. */
  readonly written: readonly CellMark[];
  /** What they are on the clocks of the feed's zone. */
  readonly inZone: readonly TimeMark[];
}

const LEVELS: readonly Level[] = [
  {
    code: 'all_midnight',
    what: 'times are at midnight',
    written: ['on_midnight', 'date_only'],
    inZone: ['midnight'],
  },
  {
    code: 'rounded_to_hour',
    what: 'times are on the hour',
    written: ['on_midnight', 'date_only', 'on_hour'],
    inZone: ['midnight', 'hour'],
  },
  {
    code: 'rounded_to_minute',
    what: 'times are on the minute',
    written: ['on_midnight', 'date_only', 'on_hour', 'on_minute'],
    inZone: ['midnight', 'hour', 'minute'],
  },
];

/** Looks where a time of day is meant: in the times of events, and in columns that the feed types as `datetime`. */
export function findRoundedTimes(column: ProfiledColumn): Finding[] {
  const { name, rule, eventTimes, rows, mark } = column;
  if (!eventTimes && rule.type !== 'datetime') return [];
  const cells = rows('date', 'epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds');
  const [events] = eventTimes?.events ?? NO_ROWS;
  const inZone = (marks: readonly TimeMark[]) =>
    marks.map((found) => eventTimes?.[found] ?? NO_ROWS).reduce(addMark, NO_ROWS);
  for (const { code, what, ...level } of LEVELS) {
    const clocks: readonly (readonly [Mark, number])[] = [
      [mark(...level.written), cells],
      [inZone(level.inZone), events],
    ];
    const round = clocks.find(([marked, of]) => of >= FEWEST && marked[0] >= of * SHARE);
    if (round) return [finding(code, { column: name, mark: round[0], of: round[1], what })];
  }
  return [];
}
