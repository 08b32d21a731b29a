// The environment of every test file: that of Node.js, and the engine that the files of a worker share.
import { TestEnvironment } from 'jest-environment-node';
import { type WorkerEngine, workerEngine } from './worker-engine.ts';

declare global {
  var csvToCustomerIoEngine: WorkerEngine;
}

export default class WorkerEngineEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { csvToCustomerIoEngine: workerEngine() });
  }
}
