// Runs the commands on the embedded engine, records their calls to AWS, and evaluates the policies of docs/permissions.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CUSTOMERIO_CREDENTIALS } from '../../local/engine/embedded-servers.ts';
import { runCommandLine } from '../cli/run-command.ts';
import { type TestEngine, useWorkerEngine } from '../engine/test-engine.ts';
import { csv } from '../integration/csv.ts';
import { isAllowed, type Need, needsOf, type Policy, STATE_MACHINE } from './iam.ts';
import { blocksOf, readPage } from './ts-examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
const PAGE = readPage('permissions');
let engine: TestEngine;
beforeAll(async () => {
  engine = await useWorkerEngine();
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

/** The policies of the page: to drop files, to read reports, to operate. */
function policies(): Policy[] {
  const { outputs } = engine.cloud.address;
  return blocksOf(PAGE, 'json').map((block) =>
    JSON.parse(block.replaceAll(/<(\w+)>/g, (_, name: string) => outputs[name] ?? `no output ${name}`)),
  );
}

/** Calls that commands make only to AWS: they find the stack, and `doctor` reads what the embedded engine does not have. */
const ON_AWS: Readonly<Record<string, readonly string[]>> = {
  read: ['cloudformation:DescribeStacks'],
  operate: [
    'dynamodb:DescribeContinuousBackups',
    's3:GetBucketNotification',
    's3:GetBucketVersioning',
    'sqs:GetQueueAttributes',
    'lambda:GetAccountSettings',
  ],
};

const SERVICES = [
  ['s3', S3Client],
  ['dynamodb', DynamoDBClient],
  ['states', SFNClient],
  ['secretsmanager', SecretsManagerClient],
] as const;

/** What the calls need that the commands make meanwhile. */
async function needsWhile(act: () => Promise<void>): Promise<Need[]> {
  const needs: Need[] = [];
  const { StateMachineArn = '' } = engine.cloud.address.outputs;
  const restore = SERVICES.map(([service, client]) => {
    const prototype = client.prototype as unknown as { send: (command: { input: object }) => unknown };
    const { send } = prototype;
    Object.defineProperty(client.prototype, 'send', {
      configurable: true,
      writable: true,
      value(this: unknown, ...args: [{ input: object }]) {
        const name = args[0].constructor.name.replace(/Command$/, '');
        needs.push(...needsOf(service, name, args[0].input as Record<string, unknown>));
        return send.apply(this as never, args);
      },
    });
    return () => Reflect.deleteProperty(client.prototype, 'send');
  });
  try {
    await act();
  } finally {
    for (const undo of restore) undo();
  }
  return needs.map((need) =>
    need.resource === STATE_MACHINE ? { ...need, resource: StateMachineArn } : need,
  );
}

const run = (...args: readonly string[]) => runCommandLine(...args, '--local', '--store', engine.store);

async function put(
  feed: string,
  name: string,
  lines: readonly string[],
  ...more: readonly string[]
): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, csv(...lines));
  const { stdout } = await run('put', path, '--feed', feed, '--json', ...more);
  return (JSON.parse(stdout) as { importId: string }).importId;
}

/** The engine's names of resources, with the account of the page. */
const ofPage = ({ resource, ...need }: Need): Need => ({ ...need, resource });

const refusedBy = (needs: readonly Need[], allowed: readonly Policy[]) =>
  needs.map(ofPage).filter((need) => !isAllowed(need, allowed));

function actionsOf({ Statement }: Policy): string[] {
  return Statement.flatMap(({ Action }) => [Action].flat());
}

describe('docs/permissions.md', () => {
  let importId = '';
  const seen: Need[] = [];

  it('lets put, list, show and open do all that they do with the first two policies', async () => {
    const needs = await needsWhile(async () => {
      importId = await put('people', 'people.csv', ['id,email', 'iam-1,iam-1@example.com'], '--follow');
      await run('list');
      await run('show', importId);
      await run('open', importId, '--out', folder, '--no-browser');
    });
    const [drop, read] = policies();
    expect(refusedBy(needs, [drop as Policy, read as Policy])).toEqual([]);
    expect(needs.length).toBeGreaterThan(10);
    seen.push(...needs);
  });

  it('lets approve, cancel, redrive, replay, forget, secrets and doctor do all that they do with all three', async () => {
    const held = ['id,email,plan', ',,gold', ',,gold'];
    const heldId = await put('people', 'held.csv', held, '--follow');
    const canaryId = await put(
      'people',
      'canary.csv',
      ['id,email', 'iam-2,iam-2@example.com', 'iam-3,iam-3@example.com'],
      '--canary',
      '1',
      '--follow',
    );
    const credentials = join(folder, 'credentials.json');
    writeFileSync(credentials, JSON.stringify(CUSTOMERIO_CREDENTIALS));
    const needs = await needsWhile(async () => {
      await run('approve', canaryId);
      await engine.cloud.idle();
      await run('approve', heldId);
      await engine.cloud.idle();
      const rejectedId = await put(
        'people',
        'canary-2.csv',
        ['id,email', 'iam-4,iam-4@example.com', 'iam-5,iam-5@example.com'],
        '--canary',
        '1',
        '--follow',
      );
      await run('cancel', rejectedId);
      await engine.cloud.idle();
      await run('replay', importId, '--yes');
      await run('forget', '--person', 'iam-1', '--events');
      await run('secrets', '--file', credentials);
      await run('doctor');
    });
    expect(refusedBy(needs, policies())).toEqual([]);
    seen.push(...needs);
  });

  it('allows an operator nothing that no command needs', () => {
    const used = new Set([...seen.map(({ action }) => action), ...Object.values(ON_AWS).flat()]);
    // Only interrupted uploads are aborted, only running imports are stopped, and a version is read where there is one.
    for (const action of ['s3:AbortMultipartUpload', 'states:StopExecution', 's3:GetObjectVersion'])
      used.add(action);
    const unused = policies()
      .flatMap(actionsOf)
      .filter((action) => !used.has(action));
    expect(unused).toEqual([]);
  });

  it('lets no one read reports or send with the policy for dropping files', () => {
    const [drop] = policies() as [Policy];
    const { BucketName: bucket = '' } = engine.cloud.address.outputs;
    const upload = { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/incoming/people/a.csv` };
    const report = {
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${bucket}/reports/people/x/report.html`,
    };
    const overwrite = { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/work/x/plan.json` };
    expect([upload, report, overwrite].map((need) => isAllowed(need, [drop]))).toEqual([true, false, false]);
    const [, read] = policies() as [Policy, Policy];
    const list = {
      action: 's3:ListBucket',
      resource: `arn:aws:s3:::${bucket}`,
      context: { 's3:prefix': 'incoming/' },
    };
    expect(isAllowed(list, [read])).toBe(false);
  });
});
