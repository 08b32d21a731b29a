// Runs once after all test files: without workers the engine runs in this process.
import { workerEngine } from './worker-engine.ts';

export default async function stopEngine(): Promise<void> {
  await workerEngine().stop();
}
