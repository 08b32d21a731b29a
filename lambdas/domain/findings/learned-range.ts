// The usual range of a number, learned from earlier imports: their mean and standard deviation.

/** Fewer imports are too few to learn from. */
export const FEWEST_IMPORTS = 5;
/** The deviation is at least this share of the mean. Otherwise, after imports that are all alike, any other is unusual. */
const LEAST_DEVIATION = 0.1;

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * The whole numbers within `spread` standard deviations of the mean. Undefined if there are too few values.
 * If no value was 0, the range does not contain 0.
 */
export function learnedRange(values: readonly number[], spread: number): Range | undefined {
  if (values.length < FEWEST_IMPORTS) return undefined;
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
  const distance = spread * Math.max(Math.sqrt(variance), mean * LEAST_DEVIATION);
  const least = values.includes(0) ? 0 : 1;
  return { min: Math.max(least, Math.floor(mean - distance)), max: Math.ceil(mean + distance) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
