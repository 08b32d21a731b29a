// Each function has exactly the permissions that it needs: the simulation shows what it calls.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { createCloud } from './cloud.ts';
import { type Deployment, deploy } from './deployment.ts';
import { anExport, type EventRow, type Export, FEEDS } from './exports.ts';
import { type Granted, grantedBy } from './granted.ts';
import type { Effect, Fate } from './invocation.ts';
import { SCENES, undisturbed } from './points.ts';
import { randomOf } from './random.ts';
import { run } from './run.ts';

/** The permissions that each effect needs. Objects are read by version, and large ones are written in parts. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3 find': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 read': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 stream': ['s3:GetObject', 's3:GetObjectVersion'],
  's3 list': ['s3:ListBucket'],
  's3 write': ['s3:PutObject', 's3:AbortMultipartUpload'],
  'customerio post': ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  'customerio look': ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  'secrets read': ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  'notices send': ['events:PutEvents', 'sns:Publish'],
  'states SendTaskSuccess': ['states:SendTaskSuccess'],
  'lambda invoke': [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
  ],
};

/** Used by AWS Lambda: the queue for events that Report failed to process. */
const PLATFORM = /^sqs:/;
/** Without ListBucket, S3 answers 403 if an object is missing (Amazon S3 API, GetObject, "Permissions"). */
const TO_MISS = 's3:ListBucket';

let granted: Granted;
const called = new Map<string, Set<string>>();
beforeAll(async () => {
  const deployment = await deploy(FEEDS);
  granted = grantedBy(FEEDS);
  for (const scene of SCENES) (await undisturbed(deployment, scene)).effects.forEach(note);
  const drops = [{ at: 0, file: anExport('events', 1, randomOf(6)) }];
  await run({ deployment, drops, fateOf: (effect) => note(effect) ?? splitNeverRuns(effect) });
  await run({
    deployment: { ...deployment, feeds: CAUTIOUS },
    drops: [{ at: 0, file: TWO_OF_ONE }],
    fateOf: (effect) => note(effect) ?? 'well',
  });
  await run({
    deployment,
    drops: [{ at: 0, file: NAMED_BY_A_PERSON }],
    fateOf: (effect) => note(effect) ?? 'well',
  });
  await look(deployment);
});

const visit: EventRow = { event: 'one', person: 'p1', cents: 0, kind: 'sound' };
const TWO_OF_ONE: Export = { feed: 'events', rows: [visit, { ...visit, event: 'other' }] };

/** Review hashes the names of the columns. */
const NAMED_BY_A_PERSON: Export = { feed: 'events', rows: [visit], unknownColumn: 'ann@example.com' };

/** Decide holds a file in which a person has two events. */
const CAUTIOUS: Feeds = {
  ...FEEDS,
  feeds: Object.fromEntries(
    Object.entries(FEEDS.feeds).map(([name, feed]) => [
      name,
      { ...feed, limits: { ...feed.limits, maxPerPerson: 1 } } as Feed,
    ]),
  ),
};

/** A schedule checks for the file of the day. */
async function look(deployment: Deployment): Promise<void> {
  const fateOf = (effect: Effect): Fate => note(effect) ?? 'well';
  const cloud = createCloud({ deployment, random: randomOf(1), choose: () => 0, fateOf });
  const [arn = ''] = [...deployment.functions].find(([, { name }]) => name === 'expect-file') ?? [];
  expect(await cloud.invoke(arn, { feed: 'events' })).toEqual({ arrived: false });
}

function note({ function: name, name: effect }: Effect): undefined {
  const [side, command] = effect.split(' ');
  const actions = side === 'dynamodb' ? [`dynamodb:${command}`] : (ACTIONS[effect] ?? [`unknown: ${effect}`]);
  const known = called.get(name) ?? new Set();
  called.set(name, known);
  for (const action of actions) known.add(action);
}

/** Then Report registers the import, so that its end is recorded. */
function splitNeverRuns({ function: name }: Effect): Fate {
  return name === 'split' ? 'before' : 'well';
}

const NAMES = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];

describe('the role of a function', () => {
  it.each(NAMES)('%s allows what it calls', (name) => {
    const allowed = granted.actionsOf(name);
    expect([...(called.get(name) ?? [])].filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it.each(NAMES)('%s allows nothing that it does not call', (name) => {
    const calls = called.get(name) ?? new Set();
    const idle = granted.actionsOf(name).filter((action) => !calls.has(action) && !PLATFORM.test(action));
    expect(idle.filter((action) => action !== TO_MISS)).toEqual([]);
  });
});

describe('the deployment', () => {
  it('has no action with *', () => {
    expect(granted.actions.length).toBeGreaterThan(0);
    expect(granted.actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('names the host of Customer.io by region only, and has no value of a secret', () => {
    const { text } = granted;
    expect(text).not.toMatch(/https?:\/\/[\w.-]*customer\.io/);
    expect(text).not.toContain('{{resolve:secretsmanager');
    const regions = granted
      .properties('AWS::Lambda::Function')
      .flatMap(({ Environment }) => Environment?.Variables.CUSTOMERIO_REGION ?? []);
    expect(regions).toEqual(['us']);
  });
});
