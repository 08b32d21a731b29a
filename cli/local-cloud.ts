// The embedded cloud of this clone: synthesizes the app as `cdk deploy` would, and runs it.
import { join, resolve } from 'node:path';
import { feeds } from '../feeds.config.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../local/engine/embedded-cloud.ts';

export const DEFAULT_STORE = '.local';

/**
 * CDK and the servers are loaded here and not with the file: most commands never need them, and they take a second.
 * @param store folder in which bucket, tables, workspace and the synthesized app stay.
 */
export async function startLocalCloud(
  store: string,
  onProgress: NonNullable<EmbeddedCloudOptions['onProgress']>,
): Promise<EmbeddedCloud> {
  const [{ synthesize }, { startEmbeddedCloud }] = await Promise.all([
    import('../lib/synthesize.ts'),
    import('../local/engine/embedded-cloud.ts'),
  ]);
  const { directory } = synthesize({ feeds, checked: false, outdir: join(resolve(store), 'cdk.out') });
  return startEmbeddedCloud({ assembly: directory, store, onProgress });
}
