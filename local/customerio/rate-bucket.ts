/** Decides whether a request is within the rate. Customer.io does "not strictly enforce" its own. */
export interface RateBucket {
  /** undefined removes the limit. */
  limit(requestsPerSecond: number | undefined): void;
  /** @param now milliseconds */
  admits(now: number): boolean;
}

/** A token bucket with the tokens of one second. */
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
