// How long to wait before a request is repeated: full jitter (AWS Builders' Library, "Timeouts, retries and backoff with
// jitter"), but never less than the server asks for.

const FIRST_SECONDS = 0.5;
const LONGEST_SECONDS = 30;

/**
 * Seconds to wait after the `attempt`-th failure (1 is the first).
 * @param random a number in [0, 1)
 */
export function backoffSeconds(
  attempt: number,
  retryAfterSeconds: number | undefined,
  random: number,
): number {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** attempt);
  return Math.max(retryAfterSeconds ?? 0, ceiling * random);
}
