// The one test of cdk-nag; `cdk synth` asks CloudFormation's own rules in cdk-synth.slow.test.ts.
import { afterAll, describe, expect, it } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KEY_ARN, ownApp, readyApp, withKey } from './given-app.ts';
import { stubFolders } from './stub-pipeline.ts';

const stub = stubFolders();
afterAll(stub.remove);

describe('the stack', () => {
  it.each([
    ['with the settings of cdk.json', () => readyApp(stub, {})],
    ['with an existing bucket', () => readyApp(stub, { existingBucket: 'their-bucket' })],
    ['with a key', () => ownApp(stub, withKey)],
    [
      'with an existing bucket and a key',
      () => readyApp(stub, { existingBucket: 'their-bucket', encryptionKey: KEY_ARN }),
    ],
  ])('%s breaks no AwsSolutions rule without an acknowledgment', (_, build) => {
    expect(new AwsSolutionsChecks().validateScope(build().app).violations).toEqual([]);
  });
});
