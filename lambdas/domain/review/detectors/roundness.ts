import { BIT } from '../../profile/cell-mark.ts';

/** How round a time of day is: the coarsest mark alone, or 0. @param seconds since midnight, with their fraction. */
export function roundness(seconds: number): number {
  if (seconds === 0) return BIT.on_midnight;
  if (seconds % 3_600 === 0) return BIT.on_hour;
  return seconds % 60 === 0 ? BIT.on_minute : 0;
}
