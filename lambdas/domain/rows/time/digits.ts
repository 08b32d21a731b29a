// Reads digits by position, which is several times faster than a pattern.
const ZERO = '0'.charCodeAt(0);

/** The number of two digits at a position; NaN if one of the two characters is not a digit. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones : Number.NaN;
}

/** The first position from `at` that is not a digit. */
export function skipDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end) - ZERO)) end += 1;
  return end;
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}
