// The embedded cloud of this clone: synthesizes the app as `cdk deploy` does, and runs it.
import { join, resolve } from 'node:path';
import { feeds } from '../../feeds.config.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../../local/engine/embedded-cloud.ts';

export const DEFAULT_STORE = '.local';

/**
 * Loads CDK and the servers only when it is called: most commands do not need them, and loading takes a second.
 * @param store folder of the bucket, the tables, the workspace and the synthesized app.
 */
export async function startLocalCloud(
  store: string,
  onProgress: NonNullable<EmbeddedCloudOptions['onProgress']>,
): Promise<EmbeddedCloud> {
  const [{ synthesize }, { startEmbeddedCloud }] = await Promise.all([
    import('../../lib/synthesize.ts'),
    import('../../local/engine/embedded-cloud.ts'),
  ]);
  const { directory } = synthesize({ feeds, checked: false, outdir: join(resolve(store), 'cdk.out') });
  return startEmbeddedCloud({ assembly: directory, store, onProgress });
}
