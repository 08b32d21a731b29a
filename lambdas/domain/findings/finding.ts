import { type Mark, NO_ROWS } from '../profile/mark.ts';
import { DETECTORS, type DetectorCode, type Severity } from './table.ts';

/** Something that looks wrong, with its evidence. Holds no cell's value. */
export interface Finding {
  readonly code: DetectorCode;
  readonly severity: Severity;
  /** Column, count and share in one sentence; what it means and how to mend it is in DETECTORS. */
  readonly message: string;
  readonly column?: string;
  /** How many rows, or as many as the message counts: columns, or people. */
  readonly rows: number;
  /** 0 to 1, of what the message says. */
  readonly share: number;
  /** The first lines it shows on, at most five. */
  readonly lines: readonly number[];
}

export interface Evidence {
  readonly column?: string | undefined;
  readonly mark: Mark;
  /** How many there are in all, of which `mark` is a part. */
  readonly of: number;
  /** What is counted, and what is said of it: "times are at midnight". */
  readonly what: string;
  /** A further sentence. */
  readonly more?: string;
}

export function finding(code: DetectorCode, { column, mark = NO_ROWS, of, what, more }: Evidence): Finding {
  const [rows, ...lines] = mark;
  const share = of === 0 ? 0 : rows / of;
  const where = column === undefined ? '' : `Column "${column}": `;
  const counted = `${number(rows)} of ${number(of)} ${what} (${percent(share)}).`;
  return {
    code,
    severity: DETECTORS[code].severity,
    message: `${where}${counted}${more === undefined ? '' : ` ${more}`}`,
    ...(column === undefined ? {} : { column }),
    rows,
    share,
    lines,
  };
}

/** A finding in words of its own, where no count of rows is the evidence. */
export function remark(code: DetectorCode, message: string, rows = 0, share = 0): Finding {
  return { code, severity: DETECTORS[code].severity, message, rows, share, lines: [] };
}

export const number = (value: number) => value.toLocaleString('en-US');

/** Nothing but all is 100 %, nothing but none 0 %. */
function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
}
