// Imports of the current version use what the version of 2026-11-25 delivered and remembered.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedPipeline } from '../builders/recorded-pipeline.ts';
import { STORED_STEPS, storedAfter } from '../builders/stored-recording.ts';
import { importNow } from '../builders/stored-result.ts';
import { csv } from '../integration/csv.ts';

describe('an import of the current version after those of 2026-11-25', () => {
  let pipeline: RecordedPipeline;
  beforeAll(async () => {
    pipeline = await storedAfter(STORED_STEPS.length);
    pipeline.clock.advance(24 * 3600);
  });

  it('sends only what is new, and continues the sums on the profile', async () => {
    const { report, items } = await importNow(
      pipeline,
      'incoming/carts/new.csv',
      csv(
        'customer_id,event_name,timestamp,event_id,amount,wish',
        'c1,order_placed,2026-11-12T09:00:00Z,e40,4.00,',
        'c3,order_placed,2026-11-01T11:00:00Z,e5,12.00,',
        'c1,order_placed,2026-11-14T08:00:00Z,e60,5.00,',
        'c8,cart_abandoned,2026-11-01T10:00:00Z,e61,5.00,',
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      outcomes: expect.objectContaining({ delivered: 1, duplicate: 2, suppressed: 1 }),
      // What that version delivered is compared by its key only.
      conflicts: 0,
    });
    expect(report.duplicates).toEqual([
      { age: 'under_7_days', rows: 1 },
      { age: 'under_30_days', rows: 1 },
    ]);
    expect(items.map(({ action }) => action)).toEqual(['event', 'identify']);
    // c1 ordered for 30, 15, 4 and 6 before.
    expect(items.at(-1)).toMatchObject({
      identifiers: { id: 'c1' },
      attributes: {
        first_order_date: Date.UTC(2026, 10, 2, 9) / 1000,
        last_order_date: Date.UTC(2026, 10, 14, 8) / 1000,
        total_orders: 5,
        lifetime_value: 60,
      },
    });
  });

  it('does not send people who are unchanged, or whose newer data was delivered', async () => {
    const { report, items } = await importNow(
      pipeline,
      'incoming/people/new.csv',
      csv(
        'id,email,plan,updated_at,wish',
        'c3,cyd@example.com,pro,2026-11-03T12:00:00Z,',
        'c9,hal@example.com,pro,2026-11-01T12:00:00Z,',
        'c12,kim@example.com,pro,2026-11-14T08:00:00Z,',
      ),
    );
    expect(report.outcomes).toMatchObject({ delivered: 1, unchanged: 1, expired: 1 });
    expect(items).toEqual([expect.objectContaining({ identifiers: { id: 'c12' } })]);
  });

  it('counts objects and relationships that were delivered as unchanged', async () => {
    const companies = csv('company_id,name,city', 'k1,Acorn,Oslo', 'k3,Dogwood,Lima');
    const { report } = await importNow(pipeline, 'incoming/companies/new.csv', companies);
    expect(report.outcomes).toMatchObject({ delivered: 1, unchanged: 1 });
    const rows = Array.from({ length: 20 }, (_, n) => `c${n},k${1 + (n % 2)},member,${n}.5`);
    const memberships = csv('id,company_id,role,score', ...rows);
    expect(
      (await importNow(pipeline, 'incoming/memberships/new.csv', memberships)).report.outcomes,
    ).toMatchObject({
      unchanged: 20,
    });
  });

  it('reports a column whose type is different in the last import', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `c${n},k1,member,level ${n}`);
    const memberships = csv('id,company_id,role,score', ...rows);
    const { report } = await importNow(pipeline, 'incoming/memberships/types.csv', memberships);
    expect(report.findings.map(({ code }) => code)).toContain('columns_retyped');
  });

  it('compares volume and flows with the past imports', async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, n) => `n${n},signed_up,2026-11-14T08:00:00Z`);
    const header = 'customer_id,event_name,timestamp';
    const usual = await importNow(pipeline, 'incoming/signups/usual.csv', csv(header, ...rows(2)));
    expect(usual.report).toMatchObject({
      state: 'completed',
      flows: [{ flow: 'welcome', age: '30d', people: 2, verdict: 'usual' }],
    });
    const unusual = await importNow(pipeline, 'incoming/signups/unusual.csv', csv(header, ...rows(20)));
    expect(unusual.report).toMatchObject({ state: 'held', reason: { code: 'unusual_volume' } });
    expect(unusual.items).toEqual([]);
  });
});
