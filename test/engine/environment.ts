// The environment of every test file: that of Node.js, and the engine that the files of a worker share.
import { flushCompileCache } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';
import { type WorkerEngine, workerEngine } from './worker-engine.ts';
import { sharedPackages } from './worker-packages.ts';

declare global {
  var csvToCustomerIoEngine: WorkerEngine;
}

/** jest-worker's message after the last test file: CHILD_MESSAGE_END. */
const END = 2;

// The engine keeps a worker alive. Jest waits half a second until it complains, and freeing the memory of all test files takes
// longer on a busy machine: so the worker kills itself. The function processes exit with it, and the files of the engine are
// removed by global-teardown.ts.
const end = () => process.kill(process.pid, 'SIGKILL');
if (process.send !== undefined) {
  process.once('SIGTERM', end);
  process.on('message', (message) => {
    if (Array.isArray(message) && message[0] === END) end();
  });
}

export default class WorkerEngineEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { csvToCustomerIoEngine: workerEngine(), ...sharedPackages });
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    // Node.js otherwise writes it at an exit.
    flushCompileCache();
  }
}
