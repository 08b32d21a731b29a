// Loads the feeds of a project that installs the package.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { FeedsConfigError } from '../../lib/define-feeds.ts';

/**
 * @param folder of the project.
 * @throws FeedsConfigError that says what to do, if it has no feeds.
 */
export async function loadFeeds(folder: string): Promise<Feeds> {
  const path = join(folder, 'feeds.config.ts');
  if (!existsSync(path))
    throw new FeedsConfigError(
      `${folder} has no feeds.config.ts. Go to the folder of your project, or make a project: npx csv-to-customerio new shop`,
    );
  const { feeds } = (await import(pathToFileURL(path).href)) as { readonly feeds?: Feeds };
  if (feeds === undefined || typeof feeds !== 'object' || !('feeds' in feeds))
    throw new FeedsConfigError(
      `${path} does not export feeds. Write: export const feeds = defineFeeds({ workspace: 'main', feeds: { … } });`,
    );
  return feeds;
}
