// What docs/exports.md shows is built.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { FeedsSchema } from '../../lambdas/contracts/feed.ts';
import { ScheduledExport } from '../../lib/constructs/scheduled-export.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { stubFolders } from '../lib/stub-pipeline.ts';

const PAGE = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
const examples = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
const stub = stubFolders();
afterAll(stub.remove);

describe('docs/exports.md', () => {
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
    const { stack, pipeline } = csvToCustomerIoApp({ feeds, ...stub });
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
