/** What the stand-in remembers of a request. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the answer; null where the connection was reset or left hanging. */
  readonly status: number | null;
  /** Of the body. */
  readonly bytes: number;
  /** Operations it carried, valid or not; 0 where nobody looked. */
  readonly items: number;
  /** Milliseconds; when its headers were there. */
  readonly receivedAt: number;
  /** Only where the stand-in was told to record bodies. */
  readonly body?: string;
}

/** The largest number of requests that came within any one second. */
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
