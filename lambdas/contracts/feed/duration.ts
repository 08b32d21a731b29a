// How long, as people write it: `30m`, `24h`, `7d`.
import * as z from 'zod';

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** `30m`, `24h`, `7d`; becomes seconds, which it may be given as well. */
export const DurationSchema = z.union([
  z.number().int().nonnegative(),
  z
    .string()
    .regex(/^\d+[mhd]$/, 'is a number and m, h or d, such as "24h"')
    .transform((text) => Number.parseInt(text, 10) * SECONDS[text.at(-1) as keyof typeof SECONDS]),
]);

/** As a feed writes it: `90d`; seconds where it comes out in no larger unit. */
export function printDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds > 0 && seconds % SECONDS[name] === 0);
  return unit ? `${seconds / SECONDS[unit]}${unit}` : `${seconds} seconds`;
}
