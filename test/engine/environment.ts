// The environment of every test file: that of Node.js, and the engine that the files of a worker share.
import { TestEnvironment } from 'jest-environment-node';
import { type WorkerEngine, workerEngine } from './worker-engine.ts';
import { sharedPackages } from './worker-packages.ts';

declare global {
  var csvToCustomerIoEngine: WorkerEngine;
}

/** jest-worker's message after the last test file: CHILD_MESSAGE_END. */
const END = 2;

// By default a worker exits when nothing keeps it, or is killed after half a second. The engine keeps it, and half a
// second is short on a busy machine. The function processes exit with the worker.
if (process.send !== undefined) {
  process.once('SIGTERM', () => process.exit());
  process.on('message', (message) => {
    if (Array.isArray(message) && message[0] === END) process.exit();
  });
}

export default class WorkerEngineEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { csvToCustomerIoEngine: workerEngine(), ...sharedPackages });
  }
}
