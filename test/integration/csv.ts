// CSV for tests.

/** A file of these lines, each with a newline at its end. */
export function csv(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `count` numbers from `first`, each as a line. */
export function rows(count: number, line: (n: number) => string, first = 1): string[] {
  return Array.from({ length: count }, (_, index) => line(first + index));
}
