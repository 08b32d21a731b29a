// Further ages of events, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { type Cells, hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id';
const event = (id: string, hours: number) =>
  `${id},visited,${new Date(Date.now() - hours * 3_600_000).toISOString()},cust-${id}`;
const triggering = () => pipeline.events().filter(({ wouldTrigger }) => wouldTrigger);

describe('a backfill', () => {
  const order = (prefix: string) => (n: number) =>
    orderLine(`#${prefix}${n}`, `${prefix}-${n}@example.com`, hoursAgo(12 * n));

  it('sends them if the feed says so', async () => {
    const report = await pipeline.importFile('orders-live', csv(ORDERS_HEADER, ...rows(10, order('8'))));
    expect(report).toMatchObject({ outcomes: { delivered: 10, held: 0 }, wouldTrigger: 5 });
    expect(triggering()).toHaveLength(5);
  });
});

describe('the age of events', () => {
  const findings = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
    findings.map(({ code }) => code);

  it('is that of each event of a row: an old order is not sent, and its cancellation is', async () => {
    const order = (n: number, days: number, cells: Cells) =>
      orderLine(`#90${n}`, `aged-${n}@example.com`, hoursAgo(days * 24), cells);
    const cancelled = (days: number) => ({ 'Cancelled at': hoursAgo(days * 24) });
    const file = csv(
      ORDERS_HEADER,
      order(1, 400, cancelled(2)),
      order(2, 400, cancelled(399)),
      order(3, 80, cancelled(1)),
      order(4, 400, { 'Refunded Amount': '5.00' }),
      order(5, 400, {}),
    );
    const report = await pipeline.importFile('recent-orders', file);
    expect(
      pipeline
        .events()
        .map(({ name, person }) => `${person.slice(5, 6)} ${name}`)
        .sort(),
    ).toEqual(['1 order_cancelled', '3 order_cancelled', '3 order_placed']);
    expect(report).toMatchObject({ outcomes: { delivered: 2, expired: 3 }, unfinished: 0 });
    expect(await pipeline.importFile('recent-orders', file, 'again.csv')).toMatchObject({
      outcomes: { duplicate: 2, expired: 3 },
      requests: 0,
    });
  });

  it('is a warning if a recurring feed without maxAge has events older than 120 days', async () => {
    const report = await pipeline.importFile(
      'fresh-events',
      csv(HEADER, event('now', 1), event('far', 121 * 24)),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 2 } });
    expect(findings(report)).toEqual(['reaches_far_back']);
  });

  it('is a warning if the newest event is too old', async () => {
    const report = await pipeline.importFile(
      'fresh-events',
      csv(HEADER, event('late', 25), event('later', 30)),
    );
    expect(findings(report)).toEqual(['not_fresh']);
  });
});
