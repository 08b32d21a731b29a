// Each function may do what it does, and nothing else: what it calls is read off the simulation.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../lambdas/contracts/environment.ts';
import { stubPipeline } from '../lib/stub-pipeline.ts';
import { deploy } from './deployment.ts';
import { anExport, FEEDS } from './exports.ts';
import type { Effect, Fate } from './invocation.ts';
import { undisturbed } from './points.ts';
import { randomOf } from './random.ts';
import { run } from './run.ts';

jest.setTimeout(120_000);

/** What each effect takes. Objects are read by version, and larger ones are written in parts. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3 find': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 read': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 stream': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 list': ['s3:ListBucket'],
  's3 write': ['s3:PutObject', 's3:AbortMultipartUpload'],
  'customerio post': ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  'notices tell': ['events:PutEvents', 'sns:Publish'],
  'lambda invoke': [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
  ],
};

/** Taken by the platform, not by the code: where an event ends that Report did not take. */
const PLATFORM = /^sqs:/;
/** Without ListBucket, S3 answers 403 where an object is missing (Amazon S3 API, GetObject, "Permissions"). */
const TO_MISS = 's3:ListBucket';
/** Decide notes why it holds an import; nothing here gives it a reason. */
const SELDOM: Readonly<Record<string, readonly string[]>> = { decide: ['dynamodb:UpdateItem'] };
/** Started by a schedule, not by the workflow. */
const SCHEDULED: readonly string[] = ['expect-file'];

const stub = stubPipeline();
afterAll(stub.remove);
const called = new Map<string, Set<string>>();
beforeAll(async () => {
  const deployment = await deploy(FEEDS);
  const { effects } = await undisturbed(deployment);
  effects.forEach(note);
  const drops = [{ at: 0, file: anExport('events', 1, randomOf(6)) }];
  await run({ deployment, drops, fateOf: (effect) => note(effect) ?? splitNeverRuns(effect) });
});

function note({ function: name, name: effect }: Effect): undefined {
  const [side, command] = effect.split(' ');
  const actions = side === 'dynamodb' ? [`dynamodb:${command}`] : (ACTIONS[effect] ?? [`unknown: ${effect}`]);
  const known = called.get(name) ?? new Set();
  called.set(name, known);
  for (const action of actions) known.add(action);
}

/** Then Report registers the import, so that its end is on record. */
function splitNeverRuns({ function: name }: Effect): Fate {
  return name === 'split' ? 'before' : 'well';
}

function granted(name: FunctionName): string[] {
  const role = stub.logicalId(stub.pipeline.functions[name].role.roleArn);
  const actions = stub
    .properties('AWS::IAM::Policy')
    .filter(({ Roles }) => Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action }) => [Action].flat() as string[]);
  return [...new Set(actions)];
}

const NAMES = (Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[]).filter(
  (name) => !SCHEDULED.includes(name),
);

describe('the role of a function', () => {
  it.each(NAMES)('%s allows what it calls', (name) => {
    const allowed = granted(name);
    expect([...(called.get(name) ?? [])].filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it.each(NAMES)('%s allows nothing that it does not call', (name) => {
    const calls = new Set([...(called.get(name) ?? []), ...(SELDOM[name] ?? [])]);
    const idle = granted(name).filter((action) => !calls.has(action) && !PLATFORM.test(action));
    expect(idle.filter((action) => action !== TO_MISS)).toEqual([]);
  });
});

describe('the deployment', () => {
  it('never has * for an action', () => {
    const statements = stub
      .properties('AWS::IAM::Policy')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const actions: string[] = statements.flatMap(({ Action }) => [Action].flat());
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('names the host of Customer.io by region only, and has no value of a secret', () => {
    const text = JSON.stringify(stub.template.toJSON());
    expect(text).not.toMatch(/https?:\/\/[\w.-]*customer\.io/);
    expect(text).not.toContain('{{resolve:secretsmanager');
    const regions = stub
      .properties('AWS::Lambda::Function')
      .flatMap(({ Environment }) => Environment?.Variables.CUSTOMERIO_REGION ?? []);
    expect(regions).toEqual(['us']);
  });
});
