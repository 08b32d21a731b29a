// A finding, and how its message is made: what was found, then what to do.
import { count, number, percent } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { Mark } from '../profile/mark.ts';
import { DETECTORS, type DetectorCode } from './table.ts';

/** Makes the first sentence: `Column "Total": 2 of 20 cells are not numbers (10.0 %).` */
export interface Evidence {
  readonly column?: string | undefined;
  /** How many, and the first lines. */
  readonly mark: Mark;
  /** How many there are in all. `mark` counts a part of them. */
  readonly of: number;
  /** What is counted, in the singular: `cell`. */
  readonly what: string;
  /** Its plural, if that is not made with an s. */
  readonly plural?: string;
  /** What is true of the counted ones: `are not numbers`. */
  readonly says: `${keyof typeof SINGULAR} ${string}`;
  /** A further sentence. */
  readonly more?: string;
}

const SINGULAR = { are: 'is', have: 'has' } as const;

/** A finding that counts a part of something. */
export function finding(code: DetectorCode, evidence: Evidence): Finding {
  const { column, mark, of, what, plural, says, more } = evidence;
  const [rows, ...lines] = mark;
  const share = of === 0 ? 0 : rows / of;
  const where = column === undefined ? '' : `Column "${column}": `;
  const found = `${where}${partOf(rows, of, what, plural)} ${agree(rows, says)} (${percent(rows, of)}).`;
  return {
    ...remark(code, more === undefined ? found : `${found} ${more}`, { rows, share }),
    ...(column === undefined ? {} : { column }),
    lines,
  };
}

/** A finding in words of its own. `message` says what was found; what to do is added. */
export function remark(
  code: DetectorCode,
  message: string,
  { rows = 0, share = 0 }: { readonly rows?: number; readonly share?: number } = {},
): Finding {
  const { severity, fix } = DETECTORS[code];
  return { code, severity, message: `${message} ${fix}`, rows, share, lines: [] };
}

/** `1 of 1 row`, `2 of 1,000 rows`. */
export function partOf(part: number, of: number, what: string, plural?: string): string {
  return `${number(part)} of ${count(of, what, plural)}`;
}

/** The verb in the form that the count needs. */
export function agree(counted: number, says: Evidence['says']): string {
  if (counted !== 1) return says;
  const [verb = '', ...rest] = says.split(' ');
  return [SINGULAR[verb as keyof typeof SINGULAR], ...rest].join(' ');
}
