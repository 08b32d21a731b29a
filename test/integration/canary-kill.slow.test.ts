import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import {
  type DroppedFile,
  type EmbeddedCloud,
  startEmbeddedCloud,
} from '../../local/engine/embedded-cloud.ts';
import { stepFunctions, tokenOf } from './approval-token.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const visit = (id: string) => `${id},visited,1762190001,cust-${id},`;
const order = (id: string) => `${id},ordered,1762190002,cust-${id},gift`;

const ENGINE = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

/** Found by the folder of its report. */
async function onlyImport({ s3, bucketName }: EmbeddedCloud): Promise<string> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucketName, Prefix: 'reports/canary/' }),
  );
  const [importId, ...others] = new Set(Contents.map(({ Key = '' }) => Key.split('/')[2] ?? ''));
  expect(others).toEqual([]);
  return importId ?? '';
}

describe('an engine that is killed while an import awaits approval', () => {
  it('asks for approval again after a restart, sends no second canary, and continues when it is approved', async () => {
    const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
    const file = join(store, 'ten.csv');
    const lines = [...Array(9).keys()].map((n) => visit(`kill-${n}`));
    writeFileSync(file, csv(HEADER, ...lines, order('kill-9')));
    const engine = spawn(process.execPath, [ENGINE, pipeline.assembly, store, 'canary', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(engine, 'exit');
    const [printed] = await once(engine.stdout, 'data');
    const { executionArn } = JSON.parse(String(printed)) as DroppedFile;
    engine.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);

    const restarted = await startEmbeddedCloud({
      assembly: pipeline.assembly,
      store,
      waitSeconds: () => 0.02,
      retrySeconds: () => 0.02,
    });
    try {
      expect([...restarted.standIn.workspace.events()]).toHaveLength(3);
      await restarted.idle();
      expect(restarted.standIn.requests).toEqual([]);
      const importId = await onlyImport(restarted);
      const taskToken = await tokenOf(restarted, { importId });
      await stepFunctions(restarted).send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
      expect(await restarted.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
      const ids = [...restarted.standIn.workspace.events()].map(({ id }) => id);
      expect(ids).toHaveLength(10);
      expect(new Set(ids).size).toBe(10);
      expect(restarted.standIn.requests.map(({ items }) => items)).toEqual([7]);
    } finally {
      await restarted.close();
      rmSync(store, { recursive: true, force: true });
    }
  });
});
