/** Says of each request whether it is within the rate. Customer.io does "not strictly enforce" its own. */
export interface RateBucket {
  /** undefined lifts the limit. */
  limit(requestsPerSecond: number | undefined): void;
  /** @param now milliseconds */
  admits(now: number): boolean;
}

/** A token bucket that holds one second's worth. */
export function createRateBucket(): RateBucket {
  let rate = Number.POSITIVE_INFINITY;
  let tokens = rate;
  let filledAt = 0;
  return {
    limit: (requestsPerSecond = Number.POSITIVE_INFINITY) => {
      rate = requestsPerSecond;
      tokens = rate;
    },
    admits: (now) => {
      if (rate === Number.POSITIVE_INFINITY) return true;
      tokens = Math.min(rate, tokens + ((now - filledAt) / 1000) * rate);
      filledAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
