import { BIT } from '../../profile/cell-mark.ts';
import { roundness } from './roundness.ts';

/** 2001-09-09 and 2100-01-01: outside of them so many digits are an id rather than a time. */
const [EARLIEST_SECONDS, LATEST_SECONDS] = [1_000_000_000, 4_102_444_800];

/** The marks of digits as seconds, milliseconds or microseconds since 1970; 0 where they can be none. */
export function readEpoch(digits: string): number {
  if (digits.length === 10) return epoch(digits, 1, BIT.epoch_seconds);
  if (digits.length === 13) return epoch(digits, 1_000, BIT.epoch_milliseconds);
  return digits.length === 16 ? epoch(digits, 1_000_000, BIT.epoch_microseconds) : 0;
}

function epoch(digits: string, unitsInSecond: number, bit: number): number {
  const seconds = Number(digits) / unitsInSecond;
  return seconds >= EARLIEST_SECONDS && seconds < LATEST_SECONDS ? bit | roundness(seconds % 86_400) : 0;
}
