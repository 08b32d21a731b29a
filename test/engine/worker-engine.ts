// One embedded engine for all test files that a Jest worker runs, one file after the other. A start costs seconds of CPU: servers, and a process per function. It
// lives outside of the sandbox that Jest makes for each file, so nothing here may import Jest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../../local/engine/embedded-cloud.ts';

/** Waits between steps, and before retries: pauses are for production. */
export const WAIT_SECONDS = 0.02;
/** Processes per function, so that workers run side by side, but do not fill the machine. */
export const ENVIRONMENTS_PER_FUNCTION = 2;

export interface RunningEngine {
  readonly cloud: EmbeddedCloud;
  readonly assembly: string;
  /** Folder of all that the engine keeps. */
  readonly store: string;
}

export interface WorkerEngine {
  /** The engine of this worker; the first call starts it. What earlier test files left is still there. */
  readonly use: (assembly: string) => Promise<RunningEngine>;
  readonly stop: () => Promise<void>;
  /** Called with each step of the engine. */
  onProgress: NonNullable<EmbeddedCloudOptions['onProgress']>;
}

/** Folder of the stores of all workers. Without workers that Jest kills, each engine has its own folder. */
export const STORES_VARIABLE = 'TEST_ENGINE_STORES';

const KEY = Symbol.for('csv-to-customerio.worker-engine');

/** The same for all copies of this module in the process. */
export function workerEngine(): WorkerEngine {
  const holder = globalThis as { [KEY]?: WorkerEngine };
  holder[KEY] ??= createWorkerEngine();
  return holder[KEY];
}

function createWorkerEngine(): WorkerEngine {
  let running: Promise<RunningEngine> | undefined;
  const shared: WorkerEngine = {
    onProgress: () => undefined,
    use: async (assembly) => {
      if (running && (await running).assembly !== assembly) await shared.stop();
      running ??= start(assembly);
      return running;
    },
    stop: async () => {
      const stopped = await running;
      running = undefined;
      await stopped?.cloud.close();
      if (stopped) rmSync(stopped.store, { recursive: true, force: true });
    },
  };
  const start = async (assembly: string): Promise<RunningEngine> => {
    const { startEmbeddedCloud } = await import('../../local/engine/embedded-cloud.ts');
    const store = mkdtempSync(join(process.env[STORES_VARIABLE] ?? tmpdir(), 'csv-to-customerio-'));
    process.once('exit', () => rmSync(store, { recursive: true, force: true }));
    const cloud = await startEmbeddedCloud({
      assembly,
      store,
      customerIo: { recordBodies: true },
      environmentsPerFunction: ENVIRONMENTS_PER_FUNCTION,
      waitSeconds: () => WAIT_SECONDS,
      retrySeconds: () => WAIT_SECONDS,
      onProgress: (progress) => shared.onProgress(progress),
    });
    return { cloud, assembly, store };
  };
  return shared;
}
