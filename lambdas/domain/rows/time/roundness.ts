// How round a time is. Columns of nothing but midnights or full hours have lost their time of day on the way.
import { openZone } from './zone.ts';

/** The coarsest unit that the time is a multiple of; each implies those after it. */
export type Roundness = 'midnight' | 'hour' | 'minute' | 'second';

/**
 * @param timezone IANA name of the zone whose clocks are meant.
 * @returns a function of Unix seconds.
 * @throws RefusedError `unknown_time_zone`
 */
export function compileRoundness(timezone: string): (seconds: number) => Roundness {
  const zone = openZone(timezone);
  return (seconds) => {
    const wall = seconds + zone.offsetAt(seconds);
    if (wall % 86_400 === 0) return 'midnight';
    if (wall % 3600 === 0) return 'hour';
    return wall % 60 === 0 ? 'minute' : 'second';
  };
}
