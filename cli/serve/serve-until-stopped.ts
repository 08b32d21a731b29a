// Serves the page of imports of an embedded engine until the user stops it.
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
 * Resolves after Ctrl-C or a SIGTERM; a second Ctrl-C ends the process immediately. The caller closes the engine.
 * @param work runs while the page is served already, and is abandoned if the user stops it first.
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
      process.stdout.write(`Page of imports: ${server.url}\n\n`);
      const worked = work().then(() => process.stdout.write(printNextSteps(server.url, target)));
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

function printNextSteps(url: string, { call }: Target): string {
  return `
To see imports and reports, and to drop files, open ${url}
To use other commands on this engine, add --local: ${call('list')}
To stop, press Ctrl-C. Running imports continue at the next start.
`;
}
