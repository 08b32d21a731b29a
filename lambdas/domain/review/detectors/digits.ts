// Digits by character code, without slicing texts apart.

const ZERO = 0x30;
const NINE = 0x39;

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** The number of the two digits at `at`, or -1. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : -1;
}

/** The number of the one or two digits that end before `end`, or -1. */
export function digitsBefore(text: string, end: number): number {
  return end === 1
    ? isDigit(text.charCodeAt(0))
      ? text.charCodeAt(0) - ZERO
      : -1
    : twoDigits(text, end - 2);
}
