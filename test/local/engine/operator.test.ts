import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/engine/embedded-cloud.ts';
import { temporaryFolder } from './assembly-builder.ts';
import { writeSmallPipeline } from './small-pipeline.ts';

let folder: ReturnType<typeof temporaryFolder>;
let cloud: EmbeddedCloud;
let client: SFNClient;
beforeEach(async () => {
  folder = temporaryFolder();
  cloud = await startEmbeddedCloud({
    assembly: writeSmallPipeline(folder.path),
    store: join(folder.path, 'store'),
  });
  const { stepFunctions: endpoint = '', credentials } = cloud.address.endpoints;
  client = new SFNClient({ endpoint, region: 'eu-west-1', credentials });
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
  folder.remove();
});

describe('an operator of the embedded engine', () => {
  it('can start an execution again, and read its state', async () => {
    const { executionArn } = await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.execution(executionArn);
    const [first] = cloud.executions();
    const started = await client.send(
      new StartExecutionCommand({
        stateMachineArn: cloud.template.stateMachine.arn,
        input: JSON.stringify({ ...(first?.input as object), redrive: true }),
      }),
    );
    await cloud.execution(started.executionArn ?? '');
    const described = await client.send(
      new DescribeExecutionCommand({ executionArn: started.executionArn ?? '' }),
    );
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '[200]' });
    expect(JSON.parse(described.input ?? '')).toMatchObject({ redrive: true });
  });

  it('can stop an execution, and callers who wait for its end get it', async () => {
    writeFileSync(join(folder.path, 'hold'), '');
    const { executionArn } = await cloud.putFile('people', 'hold.csv', 'ada');
    while (cloud.executions().length === 0) await new Promise(setImmediate);
    await client.send(new StopExecutionCommand({ executionArn }));
    rmSync(join(folder.path, 'hold'));
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'ABORTED' });
  });

  it("gets the API's error codes", async () => {
    const nobody = new SendTaskSuccessCommand({ taskToken: 'unknown', output: '{}' });
    await expect(client.send(nobody)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    const unknown = new DescribeExecutionCommand({
      executionArn: 'arn:aws:states:eu-west-1:000000000000:execution:x:y',
    });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});
