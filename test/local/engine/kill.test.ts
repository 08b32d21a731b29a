import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type DroppedFile, startEmbeddedCloud } from '../../../local/engine/embedded-cloud.ts';
import { temporaryFolder } from './assembly-builder.ts';
import { writeSmallPipeline } from './small-pipeline.ts';

const ENGINE = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Starts an engine that drops hold.csv, and kills it as soon as Split waits. */
async function dropAndKill(assembly: string, store: string): Promise<DroppedFile> {
  const engine = fork(ENGINE, [assembly, store], { execArgv: [] });
  let dropped: DroppedFile | undefined;
  engine.on('message', (message: { dropped?: DroppedFile }) => {
    dropped ??= message.dropped;
  });
  while (dropped === undefined || functionPid(store) === undefined) await sleep(20);
  engine.kill('SIGKILL');
  await once(engine, 'exit');
  return dropped;
}

/** Process of the function that waits, from its log. */
function functionPid(store: string): number | undefined {
  try {
    const pid = /holding (\d+)/.exec(readFileSync(join(store, 'logs', 'Split.log'), 'utf8'))?.[1];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('a killed engine leaves no process, and the next engine finishes its executions', async () => {
  const assembly = writeSmallPipeline(folder.path);
  const store = join(folder.path, 'store');
  writeFileSync(join(folder.path, 'hold'), '');
  const { executionArn } = await dropAndKill(assembly, store);
  const orphan = functionPid(store) ?? 0;
  while (isRunning(orphan)) await sleep(20);
  rmSync(join(folder.path, 'hold'));
  const cloud = await startEmbeddedCloud({ assembly, store });
  try {
    expect(await cloud.execution(executionArn)).toEqual({ status: 'SUCCEEDED', output: [200, 200] });
    expect(cloud.executions()).toHaveLength(1);
    expect(cloud.standIn.requests).toHaveLength(2);
  } finally {
    await cloud.close();
  }
});
