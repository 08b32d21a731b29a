// A column as a detector sees it: its name, its marks, and what the feed says of it.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { CELL_TYPES, type CellMark } from '../profile/cell-mark.ts';
import type { ChunkProfile, TimeMark } from '../profile/chunk-profile.ts';
import { addMark, type Mark, type Marks, NO_ROWS } from '../profile/mark.ts';

/** What the detectors have to know beside the profile. */
export interface DetectContext {
  readonly header: readonly string[];
  /** When the file arrived. */
  readonly nowSeconds: number;
  /** The feed's rules by column, and that of the event's time. What is stated is not suspected. */
  readonly rules?: Readonly<Record<string, StatedRule>>;
  /** How old a feed of events says that its rows are. */
  readonly ages?: Pick<EventsFeed, 'mode' | 'maxAge' | 'freshWithin'>;
}

/** A part of ColumnRule. */
export interface StatedRule {
  readonly as?: string | undefined;
  readonly drop?: boolean | undefined;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly nullTokens?: readonly string[] | undefined;
  /** It becomes no attribute: it identifies, dates or keys the row, or the feed leaves out what it does not name. */
  readonly unsent?: boolean;
}

export interface ProfiledColumn {
  readonly name: string;
  readonly rule: StatedRule;
  /** What was noted of the events that take their time from it, where any do. */
  readonly eventTimes: Marks<TimeMark> | undefined;
  /** It holds times, by the feed or by its name. */
  readonly isTime: boolean;
  /** Cells that say something. */
  readonly filled: number;
  /** Rows that bear any of the marks, which must exclude each other. */
  rows(...marks: readonly CellMark[]): number;
  /** The same with the first lines. */
  mark(...marks: readonly CellMark[]): Mark;
}

/** The columns of the profile that the feed does not drop. */
export function profiledColumns(profile: ChunkProfile, context: DetectContext): ProfiledColumn[] {
  const eventTimes = new Map(profile.times.map(({ column, marks }) => [column, marks]));
  return profile.columns.flatMap((marks, index) => {
    const name = context.header[index] ?? '';
    const rules = context.rules ?? {};
    const rule = (Object.hasOwn(rules, name) ? rules[name] : undefined) ?? {};
    return rule.drop ? [] : [profiledColumn(name, marks, rule, eventTimes.get(index))];
  });
}

const SAYING = CELL_TYPES.filter((type) => type !== 'blank' && type !== 'no_value');
const TIME_TYPES: readonly (string | undefined)[] = ['date', 'datetime'];
const TIME_WORDS = /^(at|on|date|datetime|day|time|timestamp|ts|created|updated|birthday|birthdate|dob)$/i;

function profiledColumn(
  name: string,
  marks: Marks<CellMark>,
  rule: StatedRule,
  eventTimes: Marks<TimeMark> | undefined,
): ProfiledColumn {
  const mark = (...names: readonly CellMark[]) =>
    names.map((found) => marks[found] ?? NO_ROWS).reduce(addMark, NO_ROWS);
  const isTime =
    eventTimes !== undefined ||
    TIME_TYPES.includes(rule.type) ||
    (rule.type === undefined && soundsLikeTime(name));
  const rows = (...names: readonly CellMark[]) => mark(...names)[0];
  return { name, rule, eventTimes, isTime, filled: rows(...SAYING), rows, mark };
}

/** `Created at`, `created_at`, `orderDate`, … */
function soundsLikeTime(name: string): boolean {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .some((word) => TIME_WORDS.test(word));
}
