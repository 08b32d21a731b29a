// Makes findings: evidence about the file in one sentence, without a cell's value.
import { number, percent } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import { type Mark, NO_ROWS } from '../profile/mark.ts';
import { DETECTORS, type DetectorCode } from './table.ts';

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
  const counted = `${number(rows)} of ${number(of)} ${what} (${percent(rows, of)}).`;
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
