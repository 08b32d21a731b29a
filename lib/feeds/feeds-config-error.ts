/** The mistakes in feeds.config.ts, one per line: feed, field, and the expected value. */
export class FeedsConfigError extends Error {
  override readonly name = 'FeedsConfigError';
}
