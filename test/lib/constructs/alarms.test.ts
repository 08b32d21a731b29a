import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { STUB_FEEDS, stubPipeline } from '../stub-pipeline.ts';

const [people] = Object.values(STUB_FEEDS.feeds);
const feeds = FeedsSchema.parse({
  workspace: 'test',
  feeds: { nightly: { ...people, expectBy: '06:30 America/New_York' }, whenever: people },
});
const { properties, resources, pipeline, logicalId, remove } = stubPipeline(feeds);
afterAll(remove);

const RUNBOOK = readFileSync(new URL('../../../docs/operator-runbook.md', import.meta.url), 'utf8');
const alarms = properties('AWS::CloudWatch::Alarm');

/** The one page that no alarm links to. */
const RESTORE = 'restore-the-seen-table-or-its-key';

/** The headings of each page of the runbook, by anchor. */
const pages = new Map(
  RUNBOOK.split(/^## /m)
    .slice(1)
    .map((page) => {
      const [title = '', ...lines] = page.split('\n');
      const headings = lines.filter((line) => line.startsWith('### ')).map((line) => line.slice(4));
      return [title.toLowerCase().replaceAll(' ', '-'), headings];
    }),
);

describe('the alarms', () => {
  it('watch imports, expected files, undelivered events, functions and tables', () => {
    const anchors = alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1]);
    expect(anchors.sort()).toEqual([
      'file-absent',
      'function-errors',
      'function-throttles',
      'import-failed',
      'import-held',
      'import-paused',
      'many-rejects',
      'silent-import',
      'table-throttles',
      'undelivered',
    ]);
  });

  it('link each to its page with Description, Investigation and Resolution, and every page but the restore has an alarm', () => {
    const linked = alarms.map(
      ({ AlarmDescription }) => AlarmDescription.split('docs/operator-runbook.md#')[1],
    );
    expect([...pages.keys()].sort()).toEqual([...linked, RESTORE].sort());
    for (const headings of pages.values())
      expect(headings).toEqual(['Description', 'Investigation', 'Resolution']);
  });

  it('all publish to the topic of the notices, and do not alarm on missing data', () => {
    const topic = { Ref: logicalId(pipeline.notices.topic.topicArn) };
    for (const alarm of alarms)
      expect(alarm).toMatchObject({ AlarmActions: [topic], TreatMissingData: 'notBreaching' });
  });

  it.each([
    ['imports_failed', 'Sum', 1],
    ['imports_held', 'Sum', 1],
    ['imports_paused', 'Sum', 1],
    ['imports_silent', 'Sum', 1],
    ['reject_share', 'Maximum', 0.1],
  ])('watch %s of this pipeline, over all feeds', (MetricName, Statistic, Threshold) => {
    const Dimensions = [{ Name: 'service', Value: pipeline.pipelineName }];
    const alarm = alarms.find((one) => one.MetricName === MetricName);
    expect(alarm).toMatchObject({ Namespace: 'CsvToCustomerIo', Dimensions, Statistic, Threshold });
  });

  it('name the feed whose file is absent', () => {
    const absent = alarms.filter(({ MetricName }) => MetricName === 'files_absent');
    expect(absent).toMatchObject([
      {
        AlarmDescription: expect.stringContaining('No file of "nightly"'),
        Dimensions: [
          { Name: 'feed', Value: 'nightly' },
          { Name: 'service', Value: pipeline.pipelineName },
        ],
      },
    ]);
  });

  it('add up all functions, and both tables', () => {
    const measured = alarms.flatMap(({ Metrics = [] }) => Metrics).filter(({ MetricStat }) => MetricStat);
    const of = (name: string) => measured.filter(({ MetricStat }) => MetricStat.Metric.MetricName === name);
    const functions = Object.keys(pipeline.functions).length;
    expect(
      ['Errors', 'Throttles', 'ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => of(name).length),
    ).toEqual([functions, functions, 2, 2]);
    // CloudWatch allows ten metrics in an alarm's expression (its quotas).
    expect(functions).toBeLessThanOrEqual(10);
  });
});

describe('the topic', () => {
  it('lets CloudWatch publish alarms of this account, and requires TLS', () => {
    const [policy] = properties('AWS::SNS::TopicPolicy');
    expect(policy.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });
});

describe('an expected file', () => {
  it('is checked at its hour and in its time zone, and no other feed is checked', () => {
    const callee = pipeline.functions['expect-file'].function.functionArn;
    expect(properties('AWS::Scheduler::Schedule')).toMatchObject([
      {
        ScheduleExpression: 'cron(30 6 * * ? *)',
        ScheduleExpressionTimezone: 'America/New_York',
        Target: { Arn: { 'Fn::GetAtt': [logicalId(callee), 'Arn'] }, Input: '{"feed":"nightly"}' },
      },
    ]);
  });
});

describe('the dashboard', () => {
  it('shows rows by outcome, imports by state, the responses of Customer.io and the backlog', () => {
    const [dashboard] = Object.values(resources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    const shown = ['rows_delivered', 'rows_rejected', 'imports_held', 'answers_throttled'];
    shown.push('answer_milliseconds', 'imports_waiting', 'ApproximateNumberOfMessagesVisible');
    expect(shown.filter((name) => !body.includes(name))).toEqual([]);
    expect(body).toContain('nightly');
  });
});
