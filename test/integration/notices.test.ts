import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ImportEventSchema } from '../../lambdas/contracts/import-event.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import type { DroppedFile } from '../../local/engine/embedded-cloud.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

// The stack only refers to this bucket, and the key belongs to the company. Everything works as with its own.
const pipeline = pipelineFixture({
  feeds: defineFeeds({
    workspace: 'main',
    feeds: {
      shop: { ...events, limits: { maxRejectShare: 0.5 } },
      nightly: { ...events, expectBy: '06:00 America/New_York' },
    },
  }),
  context: {
    existingBucket: 'their-exports',
    encryptionKey: 'arn:aws:kms:eu-west-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
});

const HEADER = 'event_id,event_name,timestamp,customer_id';
const good = (id: string) => `${id},visited,1762190001,cust-1`;
const bad = (id: string) => `${id},visited,,cust-1`;

/** The notices of a file on EventBridge and SNS. */
function noticesOf({ key, versionId }: DroppedFile) {
  const { events, messages } = pipeline.cloud.notices;
  const sent = events.filter(({ detail }) => {
    const { file } = ImportEventSchema.parse(detail);
    return file.key === key && file.versionId === versionId;
  });
  const importIds = sent.map(({ detail }) => ImportEventSchema.parse(detail).importId);
  const texts = messages.filter(({ text }) => importIds.some((importId) => text.includes(importId)));
  return { sent, texts };
}

describe('an import that ends', () => {
  it.each([
    ['Import Completed', [good('1')], 'shop: completed, 1 row delivered'],
    [
      'Import Completed With Rejects',
      [good('2'), bad('3')],
      'shop: completed with rejects, 1 row delivered, 1 row rejected',
    ],
    ['Import Held', [bad('4')], 'shop: held, 1 row rejected'],
    ['Import Failed', [], 'shop: failed, 0 rows delivered'],
  ])('sends the notice %s once to EventBridge and once to SNS', async (type, rows, subject) => {
    const dropped = await pipeline.drop('shop', csv(HEADER, ...rows));
    const report = await pipeline.reportOn(dropped);
    const { sent, texts } = noticesOf(dropped);
    expect(sent).toMatchObject([{ source: 'csv-to-customerio', 'detail-type': type, bus: 'default' }]);
    expect(sent[0]?.detail).toMatchObject({ importId: report.importId, outcomes: report.outcomes });
    expect(texts).toMatchObject([{ subject }]);
    expect(texts[0]?.topicArn).toMatch(/:sns:.*Notices/);
    expect(report.file.bucket).toBe('their-exports');
    expect(texts[0]?.text).toContain(
      `s3://${report.file.bucket}/reports/shop/${report.importId}/report.html`,
    );
  });

  it('sends a notice again after a redrive', async () => {
    const dropped = await pipeline.drop('shop', csv(HEADER));
    await pipeline.reportOn(dropped);
    await pipeline.startAgain(dropped, { redrive: true });
    expect(noticesOf(dropped).sent.map((event) => event['detail-type'])).toEqual([
      'Import Failed',
      'Import Failed',
    ]);
  });
});

describe('the file of the day', () => {
  /** The metrics of the function, from its log. */
  const measured = () =>
    globSync('logs/**/*ExpectFile*', { cwd: pipeline.store })
      .flatMap((path) => readFileSync(join(pipeline.store, path), 'utf8').split('\n'))
      .filter((line) => line.includes('"files_absent"'))
      .map((line) => JSON.parse(line));

  it('is expected by its schedule: it is counted for the alarm if it is missing, and not after it arrived', async () => {
    const { cloud } = pipeline;
    const [schedule, ...others] = cloud.template.schedules;
    if (!schedule) throw new Error('the template has no schedule');
    expect(others).toEqual([]);
    expect(await cloud.runSchedule(schedule)).toEqual({ arrived: false });
    expect(measured()).toMatchObject([{ feed: 'nightly', files_absent: 1 }]);

    await pipeline.importFile('nightly', csv(HEADER, good('nightly-1')));
    expect(await cloud.runSchedule(schedule)).toEqual({ arrived: true });
    expect(measured()).toHaveLength(1);
  });
});
