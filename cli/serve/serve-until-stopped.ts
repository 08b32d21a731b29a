// Serves the page of imports of an embedded engine until somebody ends it.
import { resolve } from 'node:path';
import { feeds } from '../../feeds.config.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { connectToEngine } from '../target/connect-to-engine.ts';
import type { Target } from '../target/target.ts';
import { startImportsServer } from './imports-server.ts';

export interface Served {
  readonly cloud: EmbeddedCloud;
  readonly store: string;
  readonly port: number | undefined;
}

/**
 * @param work is done while the page is there already, and dropped where it is ended before.
 * Resolves after Ctrl-C or a SIGTERM; a second Ctrl-C ends the process at once. The engine is the caller's to close.
 */
export async function serveUntilStopped(
  { cloud, store, port }: Served,
  work: () => Promise<unknown>,
): Promise<void> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const target = connectToEngine(resolve(store), cloud.address);
  try {
    const server = await startImportsServer({ target, feeds: Object.keys(feeds.feeds), port });
    try {
      process.stdout.write(`The page of imports: ${server.url}\n\n`);
      const worked = work().then(() => process.stdout.write(howToGoOn(server.url, target)));
      await Promise.race([stopped, worked]);
      await stopped;
    } finally {
      await server.close();
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await target.close();
  }
}

function howToGoOn(url: string, { call }: Target): string {
  return `
Imports, reports and a place to drop files: ${url}
Other commands work on this engine with --local: ${call('list')}
Ctrl-C ends it; what is under way goes on with the next start.
`;
}
