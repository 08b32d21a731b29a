// The one run of the CDK CLI. `cdk synth` also asks the rules of CloudFormation and of cdk-nag.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { feeds } from '../../feeds.config.ts';
import { synthesize } from '../../lib/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('synthesize makes the template of `npx cdk synth` without the CDK CLI', () => {
  const root = resolve(import.meta.dirname, '../..');
  const output = join(folder, 'cli');
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  execFileSync(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--output', output], {
    cwd: root,
  });

  const { templatePath } = synthesize({ feeds, checked: false, outdir: join(folder, 'in-process') });
  expect(readFileSync(join(output, basename(templatePath)), 'utf8')).toBe(readFileSync(templatePath, 'utf8'));
});
