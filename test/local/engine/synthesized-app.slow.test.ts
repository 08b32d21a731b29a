// The app of `cdk deploy`, on the embedded engine.
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feeds } from '../../../feeds.config.ts';
import { type Report, ReportSchema } from '../../../lambdas/contracts/report.ts';
import { type Synthesized, synthesize } from '../../../lib/synthesize.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/engine/embedded-cloud.ts';
import { temporaryFolder } from './assembly-builder.ts';

const PEOPLE = 'id,email,plan\n1,ada@example.com,pro\n2,grace@example.com,free\n';

let folder: ReturnType<typeof temporaryFolder>;
let app: Synthesized;
let cloud: EmbeddedCloud;

beforeAll(async () => {
  folder = temporaryFolder();
  app = synthesize({ feeds, outdir: join(folder.path, 'cdk.out') });
  cloud = await startEmbeddedCloud({
    assembly: app.directory,
    store: join(folder.path, 'store'),
    waitSeconds: () => 0.05,
  });
});
afterAll(async () => {
  await cloud.close();
  folder.remove();
});

/** Drops the file, and returns its report when the engine is idle. */
async function importFile(feed: string, fileName: string, content: string): Promise<Report> {
  const { executionArn } = await cloud.putFile(feed, fileName, content);
  await cloud.execution(executionArn);
  await cloud.idle();
  const record = cloud.executions().find(({ arn }) => arn === executionArn);
  const output = record?.end?.status === 'SUCCEEDED' ? record.end.output : undefined;
  const { importId } = output as { readonly importId: string };
  const Key = `reports/${feed}/${importId}/report.json`;
  const found = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
  return ReportSchema.parse(JSON.parse((await found.Body?.transformToString()) ?? ''));
}

describe('the synthesized app', () => {
  it('runs the definition of the template unchanged', () => {
    const machines = Object.values(app.template.Resources).filter(
      ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
    );
    const text = machines[0]?.Properties?.DefinitionString as DefinitionText;
    const [separator, parts] = text['Fn::Join'];
    const nameOf = (part: NamedPart) =>
      'Ref' in part ? 'aws' : `arn:aws:lambda:eu-west-1:000000000000:function:${part['Fn::GetAtt'][0]}`;
    expect(machines).toHaveLength(1);
    expect(cloud.definition).toBe(
      parts.map((part) => (typeof part === 'string' ? part : nameOf(part))).join(separator),
    );
  });

  it('delivers a file, and sends no request for its repetition', async () => {
    const first = await importFile('people', 'people.csv', PEOPLE);
    expect(first).toMatchObject({ state: 'completed', rows: 2, outcomes: { delivered: 2 } });
    const requests = cloud.standIn.requests.length;
    const second = await importFile('people', 'people.csv', PEOPLE);
    expect(second).toMatchObject({ state: 'completed', rows: 2, outcomes: { delivered: 0, unchanged: 2 } });
    expect(cloud.standIn.requests).toHaveLength(requests);
  });

  it('measures the memory of every function that an import calls', () => {
    // No import here weighs or expects a file.
    const idle = /^Pipeline(Decide|ExpectFile)Function/;
    const names = cloud.template.functions.map(({ name }) => name).filter((name) => !idle.test(name));
    expect(Object.keys(cloud.memory()).sort()).toEqual(names.sort());
  });
});

/** The definition as the CDK writes it: text, with the ARNs of functions in between. */
type NamedPart = { readonly 'Fn::GetAtt': readonly [string, 'Arn'] } | { readonly Ref: 'AWS::Partition' };

interface DefinitionText {
  readonly 'Fn::Join': readonly [string, readonly (string | NamedPart)[]];
}
