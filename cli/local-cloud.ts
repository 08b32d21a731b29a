// The embedded cloud of this clone: synthesizes the app as `cdk deploy` would, and runs it.
import { join, resolve } from 'node:path';
import { feeds } from '../feeds.config.ts';
import { synthesize } from '../lib/synthesize.ts';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '../local/engine/embedded-cloud.ts';

export const DEFAULT_STORE = '.local';

/** @param store folder in which bucket, tables, workspace and the synthesized app stay. */
export async function startLocalCloud(
  store: string,
  onProgress: NonNullable<EmbeddedCloudOptions['onProgress']>,
): Promise<EmbeddedCloud> {
  const { directory } = synthesize({ feeds, outdir: join(resolve(store), 'cdk.out') });
  return startEmbeddedCloud({ assembly: directory, store, onProgress });
}
