import { BIT } from './cell-mark.ts';
import { roundness } from './roundness.ts';

/** 2001-09-09 and 2100-01-01: outside of them ten digits are an id rather than a time. */
const [EARLIEST_SECONDS, LATEST_SECONDS] = [1_000_000_000, 4_102_444_800];

/** The marks of an integer of so many digits as seconds, milliseconds or microseconds since 1970; 0 where it is none. */
export function readEpoch(value: number, digits: number): number {
  if (digits === 10) return epoch(value, 1, BIT.epoch_seconds);
  if (digits === 13) return epoch(value, 1_000, BIT.epoch_milliseconds);
  return digits === 16 ? epoch(value, 1_000_000, BIT.epoch_microseconds) : 0;
}

function epoch(value: number, unitsInSecond: number, bit: number): number {
  const seconds = value / unitsInSecond;
  return seconds >= EARLIEST_SECONDS && seconds < LATEST_SECONDS ? bit | roundness(seconds % 86_400) : 0;
}
