// Builds the examples of docs/exports.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  ArnPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { ManifestSchema } from '../../lambdas/contracts/manifest.ts';
import { INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { ScheduledExport } from '../../lib/constructs/scheduled-export.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { mapFile } from '../builders/map-file.ts';
import { stubFolders } from '../lib/stub-pipeline.ts';

const PAGE = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
const examples = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
const statements = [...PAGE.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql = '']) => sql);
const [script = ''] = [...PAGE.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, code = '']) => code);
const stub = stubFolders();
afterAll(stub.remove);

interface Ran {
  readonly code: number | null;
  /** By its address. */
  readonly written: Readonly<Record<string, string>>;
  /** The arguments of all commands. */
  readonly calls: string;
}

/** Runs the script with commands that only read and write text. A failing `gcloud` fails when it reads a part. */
function runScript({
  parts,
  failing,
}: {
  readonly parts: readonly string[];
  readonly failing?: string;
}): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  try {
    const log = join(folder, 'log');
    const commands: Record<string, string> = {
      curl: 'echo token',
      bq: 'true',
      gcloud: `if [ "$2" = ls ]; then for part in ${parts.join(' ')}; do echo "$3$part"; done
        elif [ ${failing === 'gcloud'} = true ]; then exit 3; else printf 'rows of %s' "\${3##*/}"; fi`,
      aws: `text=$(cat); printf '%s\\t%s\\n' "$4" "$text" >> '${log}.written'`,
    };
    for (const [name, body] of Object.entries(commands)) {
      const fails = name === failing && name !== 'gcloud' ? 'exit 3' : '';
      const text = `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >> '${log}'\n${fails}\n${body}\n`;
      writeFileSync(join(folder, name), text, { mode: 0o755 });
    }
    const token = script.replaceAll('/tmp/token', join(folder, 'token'));
    const env = { PATH: `${folder}:${process.env.PATH}`, BUCKET_NAME: 'bucket' };
    const { status } = spawnSync('bash', ['-c', token], { env, encoding: 'utf8' });
    const lines = existsSync(`${log}.written`)
      ? readFileSync(`${log}.written`, 'utf8').trimEnd().split('\n')
      : [];
    const written = Object.fromEntries(lines.map((line) => line.split('\t')));
    return { code: status, written, calls: readFileSync(log, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of an SQL string, or of several that `||` joins. */
const unquoted = (literal: string) => literal.replaceAll("''", "'");

describe('docs/exports.md', () => {
  it('lets Snowflake write one gzipped file with a header to a folder under incoming/', () => {
    const [integration = '', task = ''] = statements;
    const locations = [...integration.matchAll(/'(s3:.*?)'/g)].map(([, url]) => url);
    expect(locations).toEqual([`s3://<BucketName>/${INCOMING}`, `s3://<BucketName>/${INCOMING}`]);
    const [, stage] = /create stage (\w+)/.exec(integration) ?? [];
    expect(task).toContain(
      `'@${stage}/orders/' || to_varchar(current_timestamp, 'YYYYMMDD"T"HH24MISS') || '.csv.gz'`,
    );
    const [, copy = ''] = /\|\| ('\s+from \(select.*?');$/ms.exec(task) ?? [];
    expect(unquoted(copy.slice(1, -1)).replaceAll(/\s+/g, ' ').trim()).toBe(
      `from (select * from orders) file_format = (type = csv compression = gzip field_optionally_enclosed_by = '"' null_if = ()) header = true single = true max_file_size = 5368709120`,
    );
    expect(5 * 1024 ** 3).toBe(5_368_709_120);
  });

  it('lets Snowflake write parts and then a manifest that lists them', () => {
    const [, , task = ''] = statements;
    const [parts = '', manifest = ''] = [...task.matchAll(/execute immediate ('copy into .*?');$/gms)].map(
      ([, literal = '']) => unquoted(literal.slice(1, -1)).replaceAll(/\s+/g, ' '),
    );
    const run = "' || run || '";
    expect(parts).toBe(
      `copy into @customerio_stage/orders/${run}/part_ from (select * from orders) file_format = (type = csv compression = gzip field_optionally_enclosed_by = '"' null_if = ()) header = true detailed_output = true`,
    );
    expect(manifest).toBe(
      `copy into @customerio_stage/orders/${run}/manifest from ( select object_construct('entries', array_agg(object_construct( 'url', 's3://<BucketName>/incoming/orders/${run}/' || split_part("FILE_NAME", '/', -1)))) from table(result_scan(last_query_id()))) file_format = (type = json compression = none) single = true`,
    );
  });

  it('copies what BigQuery exported part by part, and then writes a manifest that lists each', () => {
    const { code, written, calls } = runScript({ parts: ['part-000.csv.gz', 'part-001.csv.gz'] });
    expect(code).toBe(0);
    const [folder = ''] = Object.keys(written)[0]?.split('/part-') ?? [];
    expect(folder).toMatch(/^s3:\/\/bucket\/incoming\/orders\/\d{8}T\d{6}$/);
    expect(Object.keys(written)).toEqual([
      `${folder}/part-000.csv.gz`,
      `${folder}/part-001.csv.gz`,
      `${folder}/manifest`,
    ]);
    expect(written[`${folder}/part-001.csv.gz`]).toBe('rows of part-001.csv.gz');
    const manifest = ManifestSchema.parse(JSON.parse(written[`${folder}/manifest`] ?? ''));
    expect(manifest.entries.map(({ url }) => url)).toEqual(Object.keys(written).slice(0, 2));
    expect(calls).toContain('audience=csv-to-customerio');
    expect(calls).toMatch(
      /export data options \(uri = 'gs:\/\/my-exports\/orders\/\d{8}T\d{6}\/part-\*\.csv\.gz'/,
    );
  });

  it.each(['curl', 'bq', 'gcloud', 'aws'])('writes no manifest of BigQuery if %s fails', (failing) => {
    const { code, written } = runScript({ parts: ['part-000.csv.gz'], failing });
    expect(code).not.toBe(0);
    expect(Object.keys(written).filter((name) => name.endsWith('manifest'))).toEqual([]);
  });

  it('names columns of Airbyte that a feed can drop, and the result of its root level flattening', () => {
    const own = [...new Set([...PAGE.matchAll(/`(_airbyte_\w+)`/g)].map(([, name = '']) => name))];
    const columns = Object.fromEntries(
      own.filter((name) => name !== '_airbyte_data').map((name) => [name, { drop: true }]),
    );
    expect(Object.keys(columns)).toHaveLength(4);
    const header = [...Object.keys(columns), 'id', 'email', 'default_address.city'];
    const row = ['26d73cde', '1622135805000', '11', '"{""changes"":[]}"', '123', 'ann@example.com', 'Paris'];
    const { items, rejects } = mapFile({ ...people, columns }, `${header.join()}\n${row.join()}\n`);
    expect(rejects).toEqual([]);
    expect(items).toMatchObject([
      { identifiers: { id: '123' }, attributes: { 'default_address.city': 'Paris' } },
    ]);
    expect(JSON.stringify(items)).not.toContain('_airbyte');
  });

  it('shows constructs that build', () => {
    const feeds = FeedsSchema.parse({
      workspace: 'test',
      feeds: {
        orders: {
          kind: 'events',
          file: { trigger: 'manifest' },
          identifiers: [{ as: 'id', columns: ['id'] }],
          event: { name: 'order_placed' },
          time: { column: 'at' },
        },
      },
    });
    const { stack, pipeline } = csvToCustomerIoApp({ feeds, ...stub, checked: false });
    const unloadRole = new Role(stack, 'Unload', {
      assumedBy: new ServicePrincipal('redshift.amazonaws.com'),
    });
    const known = { feeds, stack, pipeline, unloadRole, ScheduledExport, ScheduleExpression, TimeZone };
    const names = { ...known, ArnPrincipal, PolicyStatement, Role, WebIdentityPrincipal };
    for (const code of examples) new Function(...Object.keys(names), code)(...Object.values(names));
    const template = Template.fromStack(Stack.of(pipeline));
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 3 * * ? *)',
      ScheduleExpressionTimezone: 'America/New_York',
    });
    expect(examples).toHaveLength(4);
    const writes = { Action: ['s3:DeleteObject', 's3:PutObject'], Effect: 'Allow' };
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'snowflake-exports',
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({ Condition: { StringEquals: { 'sts:ExternalId': Match.anyValue() } } }),
        ],
      }),
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'bigquery-exports',
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: 'accounts.google.com' },
          }),
        ],
      }),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike(writes)] }),
    });
    expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).toContain('444455556666');
  });
});
