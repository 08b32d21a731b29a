// Runs at the hour by which a feed's file of the day is expected, and checks that it has arrived. Whether its import
// succeeded is in its report and its notice.
import type { ExpectFileInput } from '../contracts/feed/waits.ts';
import { isOfTheDay } from '../domain/imports/turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Turns } from '../ports/turns.ts';

export interface ExpectFilePorts {
  readonly imports: Pick<Turns, 'turns'> & Pick<ImportHistory, 'history'>;
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'now'>;
}

/** Counts a file that has not arrived, in the metric of the alarm. */
export async function expectFile(
  { feed }: ExpectFileInput,
  { imports, metrics, clock }: ExpectFilePorts,
): Promise<{ readonly arrived: boolean }> {
  const { active } = await imports.turns();
  const arrivals = [...(await imports.history(feed, 1)), ...active.filter((one) => one.feed === feed)];
  const arrived = arrivals.some(({ arrivedAt }) => isOfTheDay(arrivedAt, clock.now()));
  if (!arrived) metrics.emit({ files_absent: 1 }, feed);
  return { arrived };
}
