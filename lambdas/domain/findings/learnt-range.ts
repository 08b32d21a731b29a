// What is usual, learnt from former imports: their mean, and how far they lie around it.

/** Fewer say nothing. */
export const FEWEST_IMPORTS = 5;
/** Imports that were all alike would make any other one unusual: a tenth of the mean always counts as deviation. */
const LEAST_DEVIATION = 0.1;

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * The whole numbers within `spread` standard deviations of the mean; nothing where there are too few to learn from.
 * What never was 0 is not expected to be.
 */
export function learntRange(values: readonly number[], spread: number): Range | undefined {
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
