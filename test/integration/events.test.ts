import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HOUR = 60 * 60;
const now = Math.floor(Date.now() / 1000);

describe('the events feed', () => {
  it('sends every row with its name, its time in Unix seconds, a ULID from its key, and a property for every other column', async () => {
    const report = await pipeline.importFile(
      'events',
      csv(
        'event_id,event_name,timestamp,customer_id,email,product,price',
        'evt-1,product_viewed,2025-11-03T14:05:09-05:00,cust-1,ann@example.com,"Desk, walnut",349.00',
        'evt-1,order_placed,2025-11-03T14:05:10-05:00,cust-1,,,007',
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 2,
      outcomes: { delivered: 2 },
      unfinished: 0,
      operations: 2,
      requests: 1,
      events: [
        { name: 'order_placed', rows: 1 },
        { name: 'product_viewed', rows: 1 },
      ],
    });
    // The ULIDs were computed in Python: 1700000000000 ms, then 80 bits of SHA-256 over `main\0<name>\0evt-1`.
    // Feeds of the shared engine keep carts from people who ordered, so an order is sent before the person's other events.
    expect(pipeline.events()).toEqual([
      {
        type: 'event',
        person: 'cust-1',
        name: 'order_placed',
        timestamp: 1762196710,
        id: '01HF7YAT00FW9YFHZ2VA8PNXPC',
        attributes: { event_id: 'evt-1', price: '007' },
        wouldTrigger: false,
      },
      {
        type: 'event',
        person: 'cust-1',
        name: 'product_viewed',
        timestamp: 1762196709,
        id: '01HF7YAT00YPV0NTX5P1T7V6M3',
        attributes: { email: 'ann@example.com', event_id: 'evt-1', product: 'Desk, walnut', price: '349.00' },
        wouldTrigger: false,
      },
    ]);
  });

  it.each([
    ['2025-11-03T14:05:09.999999999-05:00', 1762196709],
    ['2025-11-03 14:05:09 -0500', 1762196709],
    ['2025-11-03 19:05:09.123456 UTC', 1762196709],
    ['2025-11-03 19:05:09+00', 1762196709],
    ['1762196709', 1762196709],
    ['1762196709123', 1762196709],
  ])('reads the time %s', async (time, seconds) => {
    await pipeline.importFile('events', csv('event_id,event_name,timestamp,user_id', `${time},e,${time},u`));
    expect(pipeline.events()).toMatchObject([{ timestamp: seconds }]);
  });

  it('sends events of the last 72 hours so that they can trigger campaigns, and those of a backfill so that they cannot', async () => {
    await pipeline.importFile(
      'events',
      csv(
        'event_id,event_name,timestamp,customer_id',
        `trigger-1,signed_up,${now - 73 * HOUR},cust-2`,
        `trigger-2,signed_up,${now - 71 * HOUR},cust-2`,
      ),
    );
    expect(pipeline.events().map(({ wouldTrigger }) => wouldTrigger)).toEqual([false, true]);
  });
});
