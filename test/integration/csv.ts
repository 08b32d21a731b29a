// CSV for tests.

/** A file of these lines, each ended by a newline. */
export function csv(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `count` numbers from `first` on, each made into a line. */
export function rows(count: number, line: (n: number) => string, first = 1): string[] {
  return Array.from({ length: count }, (_, index) => line(first + index));
}
