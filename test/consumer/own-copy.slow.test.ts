// Another project with its own copy of aws-cdk-lib, in another folder, run by the CDK CLI.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Template } from '../../lib/synthesize.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(project, { recursive: true }));

const ours = (name: string) => join(ROOT, 'node_modules', name);
const theirs = (name: string) => join(project, 'node_modules', name);
const link = (from: string, name: string) => {
  mkdirSync(dirname(theirs(name)), { recursive: true });
  symlinkSync(from, theirs(name), 'dir');
};

const APP = `
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CsvToCustomerIo } from 'csv-to-customerio';
import { defineFeeds } from 'csv-to-customerio/define-feeds';
import { people } from 'csv-to-customerio/presets/people';

const stack = new Stack(new App(), 'Theirs');
new CsvToCustomerIo(stack, 'Pipeline', {
  feeds: defineFeeds({ workspace: 'theirs', feeds: { people } }),
  customerIoRegion: 'eu',
  existingBucket: new Bucket(stack, 'Exports', { versioned: true }),
});
`;

describe('a project with its own copy of aws-cdk-lib', () => {
  it('is synthesized by the CDK CLI in its own folder, and its own bucket sends events', () => {
    for (const name of ['aws-cdk-lib', 'constructs']) cpSync(ours(name), theirs(name), { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(ours('aws-cdk-lib/package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies).filter((one) => existsSync(ours(one))))
      link(ours(name), name);
    link(ROOT, 'csv-to-customerio');
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(project, 'app.ts'), APP);
    writeFileSync(join(project, 'cdk.json'), JSON.stringify({ app: `${process.execPath} app.ts` }));

    const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
    execFileSync(process.execPath, [cdk, 'synth', '--quiet', '--no-notices'], {
      cwd: project,
      stdio: 'pipe',
    });

    const file = join(project, 'cdk.out', 'Theirs.template.json');
    const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template;
    const of = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type);
    expect(of('AWS::S3::Bucket')).toHaveLength(1);
    expect(of('AWS::StepFunctions::StateMachine')).toHaveLength(1);
    expect(of('Custom::S3BucketNotifications')).toMatchObject([
      { Properties: { NotificationConfiguration: { EventBridgeConfiguration: {} } } },
    ]);
  });
});
