// An embedded engine in a process of its own, for a test to kill: drops a file, and says so once nothing more moves.
import { type EmbeddedCloudOptions, startEmbeddedCloud } from '../../local/engine/embedded-cloud.ts';

/** Waits are for production. */
const WITHOUT_WAITING: Pick<EmbeddedCloudOptions, 'waitSeconds' | 'retrySeconds'> = {
  waitSeconds: () => 0.02,
  retrySeconds: () => 0.02,
};

const [assembly = '', store = '', feed = '', path = ''] = process.argv.slice(2);
const cloud = await startEmbeddedCloud({ assembly, store, ...WITHOUT_WAITING });
const dropped = await cloud.putFile(feed, 'file.csv', { path });
await cloud.idle();
process.stdout.write(`${JSON.stringify(dropped)}\n`);
