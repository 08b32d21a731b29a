import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Template } from '../../lib/synthesize.ts';

const outdir = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(outdir, { recursive: true }));

describe("another project's app", () => {
  it('has two pipelines in one stack, each with its own bucket, tables and names, and they share a topic', () => {
    execFileSync(process.execPath, [join(import.meta.dirname, 'app.ts'), outdir], { stdio: 'pipe' });
    const template = JSON.parse(readFileSync(join(outdir, 'Marketing.template.json'), 'utf8')) as Template;
    const of = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);
    // The bucket of the other pipeline exists already.
    expect(of('AWS::S3::Bucket')).toHaveLength(1);
    expect(of('AWS::DynamoDB::Table')).toHaveLength(4);
    expect(of('AWS::StepFunctions::StateMachine')).toHaveLength(2);
    expect(of('AWS::SNS::Topic')).toHaveLength(1);
    // The credentials of one pipeline, and the seen-table key of each.
    expect(of('AWS::SecretsManager::Secret')).toHaveLength(3);
    const encrypted = of('AWS::DynamoDB::Table').map(({ Properties }) => Properties?.SSESpecification);
    expect(encrypted.filter((specification) => specification !== undefined)).toHaveLength(2);
    const text = JSON.stringify(template);
    expect(text).toContain('"BUCKET_NAME":"academy-exports"');
    const names = new Set(
      [...text.matchAll(/"PIPELINE_NAME":"(Marketing-[A-Za-z]+)/g)].map(([, name]) => name),
    );
    expect([...names].sort()).toEqual(['Marketing-Academy', 'Marketing-Shop']);
    const code = globSync('asset.*/transforms/students.cjs', { cwd: outdir });
    expect(code).toHaveLength(1);
    const students = createRequire(join(outdir, 'app.cjs'))(join(outdir, code[0] ?? ''));
    expect(students.$run({ class: '3b' })).toEqual({ class: 'class 3b' });
    expect(text.includes('https://wiki.example.com/csv-to-customerio#import-failed')).toBe(true);
  });
});
