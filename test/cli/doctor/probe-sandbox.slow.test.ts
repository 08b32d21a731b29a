// `doctor --probe` as a command, in its own process and in real time: on the embedded engine, to its end and interrupted.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { USUAL_ANSWERS } from '../../../local/customerio/unverified.ts';
import { type TestEngine, useWorkerEngine } from '../../engine/test-engine.ts';
import { runCommandLine, startCommandLine } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let engine: TestEngine;
beforeAll(async () => {
  engine = await useWorkerEngine();
});
afterAll(async () => {
  // Other files of this worker use the engine.
  engine?.cloud.standIn.answer(USUAL_ANSWERS);
  await engine?.close();
  rmSync(folder, { recursive: true });
});

const command = (evidence: string) =>
  ['doctor', '--probe', '--yes', '--local', '--store', engine.store, '--evidence', evidence] as const;
const people = () => [...engine.cloud.standIn.workspace.people()].length;

it('prints the answers of the workspace, and writes them without ids and credentials', async () => {
  const evidence = join(folder, 'probe.json');
  engine.cloud.standIn.answer({ emptyText: 'stores', staleIdentify: 'profile' });
  const { code, stdout } = await runCommandLine(...command(evidence));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^staleIdentify +profile +attribute +An identify/m);
  expect(stdout).toMatch(/^emptyText +stores +clears +/m);
  const text = readFileSync(evidence, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 1, region: 'us', people: { left: 0 } });
  expect(text).not.toMatch(/csv-to-customerio-probe-|local-track|local-app|@/);
  expect(people()).toBe(0);
});

it('deletes its people after Ctrl-C', async () => {
  const child = startCommandLine(command(join(folder, 'none.json')));
  const exited = once(child, 'exit');
  for await (const text of child.stderr) if (String(text).includes('so that the answers can be read')) break;
  expect(people()).toBeGreaterThan(5);
  child.kill('SIGINT');
  expect(await exited).toEqual([1, null]);
  expect(people()).toBe(0);
});
