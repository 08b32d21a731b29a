/** A request that the stand-in has recorded. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the answer; null if the connection was reset, or got no answer. */
  readonly status: number | null;
  /** Of the body. */
  readonly bytes: number;
  /** Operations in the request, valid or not; 0 if it was not read. */
  readonly items: number;
  /** Milliseconds; time at which its headers arrived. */
  readonly receivedAt: number;
  /** Only with the option `recordBodies`. */
  readonly body?: string;
}

/** The largest number of requests within one second. */
export function worstSecond(requests: readonly RecordedRequest[]): number {
  const times = requests.map(({ receivedAt }) => receivedAt).sort((a, b) => a - b);
  let worst = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - 1000) first += 1;
    worst = Math.max(worst, last - first + 1);
  }
  return worst;
}
