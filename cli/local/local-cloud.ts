// The embedded cloud of this clone: synthesizes the app as `cdk deploy` does, and runs it.
import { feeds } from '../../feeds.config.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../../local/engine/embedded-cloud.ts';
import { keptAssembly } from './kept-assembly.ts';

export const DEFAULT_STORE = '.local';

/**
 * Loads the servers only when it is called: most commands do not need them, and loading takes a second.
 * @param store folder of the bucket, the tables and the workspace.
 */
export async function startLocalCloud(
  store: string,
  onProgress: NonNullable<EmbeddedCloudOptions['onProgress']>,
): Promise<EmbeddedCloud> {
  const { startEmbeddedCloud } = await import('../../local/engine/embedded-cloud.ts');
  return startEmbeddedCloud({ assembly: keptAssembly({ feeds }), store, onProgress });
}
