// Runs once after all test files: without workers the engine runs in this process. Workers have ended, without cleaning up.
import { rmSync } from 'node:fs';
import { STORES_VARIABLE, workerEngine } from './worker-engine.ts';

export default async function stopEngine(): Promise<void> {
  await workerEngine().stop();
  const stores = process.env[STORES_VARIABLE];
  if (stores !== undefined) rmSync(stores, { recursive: true, force: true, maxRetries: 5 });
}
