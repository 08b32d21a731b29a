// Compares the examples of docs/notices.md with the notices that are sent.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EVENT_SOURCE, EVENT_TYPES } from '../../lambdas/contracts/import-event.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';
import { noticeOf } from '../../lambdas/domain/report/notice.ts';
import { matchesPattern } from '../../local/engine/event-pattern.ts';
import { aReport } from '../builders/report.ts';
import { STUB_FEEDS, stubFolders } from '../lib/stub-pipeline.ts';
import { synthesizeExamples } from './ts-examples.ts';

const PAGE = readFileSync(new URL('../../docs/notices.md', import.meta.url), 'utf8');

const stub = stubFolders();
afterAll(stub.remove);

/** The first fenced block of a language. */
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(PAGE)?.[1] ?? '';

const notice = noticeOf(
  aReport({
    feed: 'people',
    rows: 3,
    outcomes: { ...NO_TALLY.outcomes, delivered: 2, rejected: 1 },
    rejects: [{ code: 'invalid_email', rows: 1 }],
  }),
  { pipeline: 'shop', consoleUrl: 'https://console/' },
);

describe('docs/notices.md', () => {
  it('shows the message as it is sent', () => {
    expect(block('text').trim()).not.toBe('');
    expect(notice.text).toContain(block('text').trim());
  });

  it('shows a pattern that matches the events that it describes', () => {
    const pattern: unknown = JSON.parse(block('json'));
    const event = { source: EVENT_SOURCE, 'detail-type': notice.type, detail: notice.event };
    expect(matchesPattern(pattern, event)).toBe(true);
    expect(matchesPattern(pattern, { ...event, 'detail-type': 'Import Failed' })).toBe(false);
  });

  it('shows a construct that builds, and notifies the topic and the bus', () => {
    const [template, ...others] = synthesizeExamples(PAGE, stub, (stack) => ({
      feeds: STUB_FEEDS,
      topic: new Topic(stack, 'Topic'),
      bus: new EventBus(stack, 'Bus'),
    }));
    expect(others).toEqual([]);
    template?.resourceCountIs('AWS::SNS::Topic', 1);
    const policies = JSON.stringify(template?.findResources('AWS::IAM::Policy'));
    expect(policies).toMatch(/"events:PutEvents".*"Fn::GetAtt":\["Bus\w+","Arn"\]/);
  });

  it('names every type of event', () => {
    const named = [...PAGE.matchAll(/^\| `([^`]+)` \|/gm)].map(([, type]) => type);
    expect(named).toEqual([...EVENT_TYPES]);
  });
});
