// cfn-lint, where it is installed, knows rules of AWS that the CDK does not check.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { readyApp } from '../lib/given-app.ts';
import { stubFolders } from '../lib/stub-pipeline.ts';

const stub = stubFolders();
afterAll(stub.remove);

/** W3005: the CDK also writes dependencies that follow from references. */
const IGNORED = 'W3005';
const { error, stdout: version } = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
if (error) console.warn('Skipped: cfn-lint is not installed (pip install cfn-lint).');

/** Rules that the template breaks, as `rule at path`. */
function lint(template: object): string[] {
  const path = join(stub.outdir, '..', 'linted.template.json');
  writeFileSync(path, JSON.stringify(template));
  const args = [path, '--regions', 'eu-west-1', 'us-east-1', '--ignore-checks', IGNORED, '--format', 'json'];
  const { stdout } = spawnSync('cfn-lint', args, { encoding: 'utf8' });
  const found = JSON.parse(stdout) as {
    readonly Rule: { readonly Id: string };
    readonly Location: { readonly Path: readonly (string | number)[] };
  }[];
  return found.map(({ Rule, Location }) => `${Rule.Id} at ${Location.Path.join('/')}`);
}

(error ? describe.skip : describe)(`a template, for ${version.trim() || 'cfn-lint'}`, () => {
  it.each([
    ['by default', {}],
    ['with an existing bucket', { existingBucket: 'their-bucket' }],
  ])('has no fault %s', (_, context) => {
    const template = Template.fromStack(readyApp(stub, context).stack).toJSON();
    expect(lint(template)).toEqual([]);
  });

  it('with a fault is found, so that silence means something', () => {
    const template = {
      Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { BillingMode: 'FREE' } } },
    };
    expect(lint(template)).not.toEqual([]);
  });
});
