// Durations as people write them: `30m`, `24h`, `7d`.
import * as z from 'zod';

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** `30m`, `24h`, `7d`, or a number of seconds. The result is in seconds. */
export const DurationSchema = z.union([
  z.number().int().nonnegative(),
  z
    .string()
    .regex(/^\d+[mhd]$/, 'must be a number and m, h or d, such as "24h"')
    .transform((text) => Number.parseInt(text, 10) * SECONDS[text.at(-1) as keyof typeof SECONDS]),
]);

/** Prints seconds as a feed writes them: `90d`, in the largest unit without a remainder. */
export function printDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds > 0 && seconds % SECONDS[name] === 0);
  return unit ? `${seconds / SECONDS[unit]}${unit}` : `${seconds} seconds`;
}
