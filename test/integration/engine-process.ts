// An embedded engine in its own process, which a test kills. It drops a file, and prints when no import is running.
import { type EmbeddedCloudOptions, startEmbeddedCloud } from '../../local/engine/embedded-cloud.ts';

/** Pauses are only for production. */
const WITHOUT_WAITING: Pick<EmbeddedCloudOptions, 'waitSeconds' | 'retrySeconds'> = {
  waitSeconds: () => 0.02,
  retrySeconds: () => 0.02,
};

const [assembly = '', store = '', feed = '', path = ''] = process.argv.slice(2);
const cloud = await startEmbeddedCloud({ assembly, store, ...WITHOUT_WAITING });
const dropped = await cloud.putFile(feed, 'file.csv', { path });
await cloud.idle();
process.stdout.write(`${JSON.stringify(dropped)}\n`);
