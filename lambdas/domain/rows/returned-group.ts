// Checks the rows of a reject file that is dropped again: a group must have all its rows, once.
import { REJECT_COLUMNS, REJECT_GROUP_COLUMNS } from '../csv/print-record.ts';
import type { Reject, RejectCode } from '../reject.ts';
import type { Group } from './mapper.ts';

const [, CODE] = REJECT_COLUMNS;
const [GROUP, ROWS] = REJECT_GROUP_COLUMNS;

/** Before 2026-12, a row with one of these codes was rejected without the other rows of its group. */
const ALONE: ReadonlySet<string> = new Set<RejectCode>([
  ...(['broken_quotes', 'unterminated_quote', 'column_count', 'nul_byte'] as const),
  ...(['invalid_encoding', 'lost_character', 'orphan_continuation'] as const),
]);

export type CheckReturned = (group: Group) => Reject | undefined;

/** @returns undefined if the file is not a reject file. */
export function compileReturned(header: readonly string[]): CheckReturned | undefined {
  const [code, tag, rows] = [CODE, GROUP, ROWS].map((column) => header.indexOf(column)) as [
    number,
    number,
    number,
  ];
  if (rows === -1) {
    if (!REJECT_COLUMNS.every((column) => header.includes(column))) return undefined;
    return (group) =>
      group.every(({ cells }) => ALONE.has(cells[code] ?? '')) ? { code: 'group_incomplete' } : undefined;
  }
  return (group) => {
    // A row that cannot be read has its own reason.
    if (group.some(({ damage, unfixed }) => damage !== undefined || unfixed !== undefined)) return undefined;
    const tags = new Set(group.map(({ cells }) => (cells[tag] ?? '').trim()).filter((text) => text !== ''));
    const stated = group.flatMap(({ cells }) => readRows(cells[rows]) ?? []);
    const least = Math.max(0, ...stated.map(({ count }) => count));
    if (group.length < least) return { code: 'group_incomplete', column: ROWS };
    const isMore = stated.some(({ open, count }) => !open && count < group.length);
    return tags.size > 1 || isMore ? { code: 'group_apart', column: ROWS } : undefined;
  };
}

/** `3`: the group has three rows. `3+`: it has three rows or more. */
function readRows(cell = '') {
  const [, digits, plus] = /^(\d{1,9})(\+?)$/.exec(cell.trim()) ?? [];
  return digits === undefined ? undefined : { count: Number(digits), open: plus === '+' };
}
