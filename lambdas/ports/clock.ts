// Time, waiting and random numbers, provided by the caller: a test runs years in a second.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(seconds: number): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
