import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id';
const event = (id: string, hours: number) =>
  `${id},visited,${new Date(Date.now() - hours * 3_600_000).toISOString()},cust-${id}`;
const triggering = () => pipeline.events().filter(({ wouldTrigger }) => wouldTrigger);

describe('a backfill', () => {
  const order = (prefix: string) => (n: number) =>
    orderLine(`#${prefix}${n}`, `${prefix}-${n}@example.com`, hoursAgo(12 * n));

  it('sends no event that could trigger a campaign; a recurring feed sends its held.csv', async () => {
    const report = await pipeline.importFile('orders-backfill', csv(ORDERS_HEADER, ...rows(20, order('7'))));
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 15, held: 5 } });
    expect(report.keptBack).toEqual([
      { outcome: 'held', reason: 'backfill: younger than 72 h', rows: 5, lines: [2, 3, 4, 5, 6] },
    ]);
    expect(pipeline.events()).toHaveLength(15);
    expect(triggering()).toEqual([]);

    const held = (await pipeline.returned(report, 'held.csv')) ?? '';
    expect(await pipeline.importFile('shopify-orders', held)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 5 },
    });
    expect(pipeline.events()).toHaveLength(20);
    expect(triggering()).toHaveLength(5);
  });
});

describe('the age of events', () => {
  const findings = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
    findings.map(({ code }) => code);

  it('is limited by maxAge: older events are not sent', async () => {
    const report = await pipeline.importFile(
      'recent',
      csv(HEADER, event('young', 1), event('edge', 89 * 24), event('old', 91 * 24), event('ancient', 9_000)),
    );
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 2, expired: 2 } });
    expect(report.keptBack).toEqual([
      { outcome: 'expired', reason: 'older than maxAge 90d', rows: 2, lines: [4, 5] },
    ]);
    expect(pipeline.events().map(({ person }) => person)).toEqual(['cust-young', 'cust-edge']);
    expect(findings(report)).toEqual([]);
  });
});
