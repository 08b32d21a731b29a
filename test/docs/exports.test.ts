// Builds the examples of docs/exports.md.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { ScheduledExport } from '../../lib/constructs/scheduled-export.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { mapFile } from '../builders/map-file.ts';
import { stubFolders } from '../lib/stub-pipeline.ts';

const PAGE = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
const examples = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
const stub = stubFolders();
afterAll(stub.remove);

/** The text of an SQL string, or of several that `||` joins. */
const unquoted = (literal: string) => literal.replaceAll("''", "'");

describe('docs/exports.md', () => {
  it('lets Snowflake write one gzipped file with a header to a folder under incoming/', () => {
    const [integration = '', task = ''] = [...PAGE.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql]) => sql);
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
    const names = { ...known, ArnPrincipal, PolicyStatement };
    for (const code of examples) new Function(...Object.keys(names), code)(...Object.values(names));
    const template = Template.fromStack(Stack.of(pipeline));
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 3 * * ? *)',
      ScheduleExpressionTimezone: 'America/New_York',
    });
    expect(examples).toHaveLength(2);
    expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).toContain('444455556666');
  });
});
