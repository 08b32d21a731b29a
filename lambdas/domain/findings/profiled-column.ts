// A column as a detector sees it: its name, its marks, and what the feed states about it.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { CELL_TYPES, type CellMark } from '../profile/cell-mark.ts';
import type { ChunkProfile, TimeMark } from '../profile/chunk-profile.ts';
import { addMark, type Mark, type Marks, NO_ROWS } from '../profile/mark.ts';

/** What the detectors need in addition to the profile. */
export interface DetectContext {
  /** The names as they may be shown. */
  readonly header: readonly string[];
  /** The names as they are in the file, if some of the others are masked. */
  readonly names?: readonly string[];
  /** When the file arrived, in Unix seconds. */
  readonly nowSeconds: number;
  /** The feed's rules by column. What the feed states is not reported. */
  readonly rules?: Readonly<Record<string, StatedRule>>;
  /** What an events feed states about the age of its rows. */
  readonly ages?: Pick<EventsFeed, 'mode' | 'maxAge' | 'freshWithin'>;
}

/** The options of a column that detectors read. */
export interface StatedRule {
  readonly as?: string | undefined;
  readonly drop?: boolean | undefined;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly nullTokens?: readonly string[] | undefined;
  /** Not sent as an attribute: it has the identifier, time or key of the row, or the feed drops unmapped columns. */
  readonly unsent?: boolean;
  /** It has the identifier of a person or an object. */
  readonly identifies?: boolean;
}

export interface ProfiledColumn {
  /** As it may be shown. */
  readonly name: string;
  /** The name in the file, for rules that read its words. No message may have it. */
  readonly inFile: string;
  readonly rule: StatedRule;
  /** Marks of the events whose time is in this column, if there are any. */
  readonly eventTimes: Marks<TimeMark> | undefined;
  /** The column has times, according to the feed or to its name. */
  readonly isTime: boolean;
  /** Cells with a value. */
  readonly filled: number;
  /** Rows with one of the marks. A cell must not have two of them. */
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
    return rule.drop
      ? []
      : [
          profiledColumn(
            { name, inFile: context.names?.[index] ?? name },
            marks,
            rule,
            eventTimes.get(index),
          ),
        ];
  });
}

const VALUES = CELL_TYPES.filter((type) => type !== 'blank' && type !== 'no_value');
const TIME_TYPES: readonly (string | undefined)[] = ['date', 'datetime'];
const TIME_WORDS = /^(at|on|date|datetime|day|time|timestamp|ts|created|updated|birthday|birthdate|dob)$/i;

function profiledColumn(
  { name, inFile }: Pick<ProfiledColumn, 'name' | 'inFile'>,
  marks: Marks<CellMark>,
  rule: StatedRule,
  eventTimes: Marks<TimeMark> | undefined,
): ProfiledColumn {
  const mark = (...names: readonly CellMark[]) =>
    names.map((found) => marks[found] ?? NO_ROWS).reduce(addMark, NO_ROWS);
  const isTime =
    eventTimes !== undefined ||
    TIME_TYPES.includes(rule.type) ||
    (rule.type === undefined && soundsLikeTime(inFile));
  const rows = (...names: readonly CellMark[]) => mark(...names)[0];
  return { name, inFile, rule, eventTimes, isTime, filled: rows(...VALUES), rows, mark };
}

/** `Created at`, `created_at`, `orderDate`, … */
function soundsLikeTime(name: string): boolean {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .some((word) => TIME_WORDS.test(word));
}
