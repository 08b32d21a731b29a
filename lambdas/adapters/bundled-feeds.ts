// The feeds config, which the stack puts next to the function's code.
import { readFileSync } from 'node:fs';
import { type Feeds, FeedsSchema } from '../contracts/feed/feed.ts';

/** @param module `import.meta.url` of the handler. */
export function bundledFeeds(module: string): Feeds {
  return FeedsSchema.parse(JSON.parse(readFileSync(new URL('./feeds.json', module), 'utf8')));
}
