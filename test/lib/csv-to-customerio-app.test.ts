import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { synthesize, type Template } from '../../lib/synthesize.ts';
import { STUB_FEEDS, stubFolders } from './stub-pipeline.ts';

const stub = stubFolders();
afterAll(stub.remove);
const synthesized = (
  options: { feeds?: Feeds; context?: Record<string, unknown>; outdir?: string } = {},
): Template => synthesize({ feeds: STUB_FEEDS, checked: false, ...stub, ...options }).template;
const usual = synthesized();

describe('csvToCustomerIoApp', () => {
  it('reads its settings from cdk.json', () => {
    expect(environmentOf(usual, 'Forward')).toMatchObject({
      CUSTOMERIO_REGION: 'us',
      REQUESTS_PER_SECOND: '10',
      IMPORTS_AT_ONCE: '2',
      PARTITIONS_AT_ONCE: '5',
    });
  });

  it('lets `cdk -c name=value` change a setting', () => {
    const template = synthesized({ context: { customerIoRegion: 'eu', requestsPerSecond: '0.5' } });
    expect(environmentOf(template, 'Forward')).toMatchObject({
      CUSTOMERIO_REGION: 'eu',
      REQUESTS_PER_SECOND: '0.5',
    });
  });

  it('reads the number of chunks, time-out, memory, warm throughput, retention of logs and runbook', () => {
    const template = synthesized({
      context: {
        chunksAtOnce: '3',
        importTimeout: '46h',
        memoryMb: '{"forward":2048}',
        seenTableWarmThroughput: '{"readUnitsPerSecond":30000,"writeUnitsPerSecond":40000}',
        incomingDays: '90',
        logRetentionDays: '30',
        runbookUrl: 'https://wiki.example.com/imports',
      },
    });
    const text = JSON.stringify(template.Resources);
    expect(text).toMatch(/MaxConcurrency\\+":3\b/);
    expect(text).toMatch(/TimeoutSeconds\\+":165600\b/);
    expect(functionsOf(template).Forward?.MemorySize).toBe(2048);
    expect(functionsOf(template).Review?.MemorySize).toBe(functionsOf(usual).Review?.MemorySize);
    expect(text).toContain('"WarmThroughput":{"ReadUnitsPerSecond":30000,"WriteUnitsPerSecond":40000}');
    expect(text).toContain('"ExpirationInDays":90,');
    expect([...text.matchAll(/"RetentionInDays":(\d+)/g)].every(([, days]) => days === '30')).toBe(true);
    expect(text).toContain('https://wiki.example.com/imports#import-failed');
  });

  it.each([
    ['customerIoRegion', 'https://example.com', 'a URL could send the credentials to any host'],
    ['requestsPerSecond', '0', 'nothing would ever be sent'],
    ['importsAtOnce', '1.5', 'the number of imports is whole'],
    ['importTimeout', '47h', 'the history of an execution would be full'],
    ['memoryMb', '{"forwards":2048}', 'there is no such function'],
    ['memoryMb', '{"forward":64}', 'Lambda refuses it'],
    ['memoryMb', 'forward', 'it is not JSON'],
    ['seenTableWarmThroughput', '{"writeUnitsPerSecond":100}', 'a new table has more'],
    ['logRetentionDays', '31', 'CloudWatch Logs has no such retention'],
    ['runbookUrl', 'docs/operator-runbook.md', 'no one can open a path in a message'],
  ])('refuses the setting %s %s, because %s', (name, value) => {
    expect(() => synthesized({ context: { [name]: value } })).toThrow(`"${name}"`);
  });
});

describe('synthesize', () => {
  it('accepts a relative folder for the cloud assembly, as the CDK CLI sets it', () => {
    const outdir = relative(process.cwd(), join(stub.outdir, 'relative'));
    expect(synthesized({ outdir })).toEqual(usual);
  });

  it('makes the same template from the same sources', () => {
    expect(synthesized()).toEqual(usual);
  });

  it('changes the code only of functions that read the feeds if a feed changes', () => {
    const before = codeOf(usual);
    const after = codeOf(synthesized({ feeds: { ...STUB_FEEDS, workspace: 'another' } }));
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(['Split', 'Validate', 'Review', 'Decide', 'Forward', 'Report']);
  });

  it('has outputs that name the resources for operators', () => {
    expect(Object.keys(usual.Outputs)).toEqual([
      'BucketName',
      'StateMachineArn',
      'SeenTableName',
      'ImportsTableName',
      'CustomerIoSecretArn',
      'CustomerIoRegion',
      'SeenKeySecretArn',
      'UndeliveredEventsQueueUrl',
      'NoticesTopicArn',
    ]);
  });
});

function environmentOf(template: Template, name: string): unknown {
  const { Environment } = functionsOf(template)[name] as { Environment: { Variables: unknown } };
  return Environment.Variables;
}

/** Each function's asset. */
function codeOf(template: Template): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(functionsOf(template)).map(([name, { Code }]) => [
      name,
      (Code as { S3Key: unknown }).S3Key,
    ]),
  );
}

/** Properties of the functions by their name in the app: `csv-to-customerio/Pipeline/Split/Function/Resource`. */
function functionsOf({ Resources }: Template): Record<string, Readonly<Record<string, unknown>>> {
  return Object.fromEntries(
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties = {}, Metadata }) => [Metadata?.['aws:cdk:path']?.split('/')[2] ?? '', Properties]),
  );
}
