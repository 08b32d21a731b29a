// Checks feeds.config.ts where it is written: a mistake ends a synth, or `npm start`, before anything runs.
import { type Feeds, type FeedsInput, FeedsSchema } from '../lambdas/contracts/feed.ts';

/** What is wrong with feeds.config.ts, a line per mistake: file, feed, field, what would be right. */
export class FeedsConfigError extends Error {
  override readonly name = 'FeedsConfigError';
}

/** @throws FeedsConfigError */
export function defineFeeds(input: FeedsInput): Feeds {
  const parsed = FeedsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `  ${describePath(path)}: ${message}`);
  throw new FeedsConfigError(`feeds.config.ts is not right:\n${mistakes.join('\n')}`);
}

function describePath(path: readonly PropertyKey[]): string {
  const [root, feed, ...field] = path.map(String);
  if (root !== 'feeds') return root ?? 'the whole file';
  return feed === undefined ? 'feeds' : `feed "${feed}"${field.length > 0 ? `, ${field.join('.')}` : ''}`;
}
