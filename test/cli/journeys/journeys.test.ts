import { describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../run-command.ts';

const ORDERS = 'samples/shopify-orders/orders_export.csv';

describe('journeys', () => {
  it('lists every journey with its state', async () => {
    const { code, stdout } = await runCommandLine('journeys');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cart-recovery +lacks something +2 missing, 2 to check in the files$/m);
    expect(stdout).toMatch(/^winback +depends on the files/m);
  });

  it('says what one journey needs, why, and the lines to add', async () => {
    const { code, stdout } = await runCommandLine('journeys', 'cart-recovery');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'missing  checkout_started is also sent to people who did order_placed after it. Add a rule.',
    );
    expect(stdout).toContain('Needed so that no one is reminded of what they bought.');
    expect(stdout).toContain(
      "suppress: [ { event: 'checkout_started', by: 'order_placed', within: '30d' } ],",
    );
    expect(stdout).toContain('docs/journeys.md#cart-recovery');
  });

  it('prints all needs as JSON', async () => {
    const { stdout } = await runCommandLine('journeys', 'winback', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      {
        name: 'winback',
        state: 'files',
        needs: [{ state: 'has', need: { kind: 'event', event: 'order_placed' } }, {}, {}, {}, {}],
      },
    ]);
  });

  it('names the journeys if there is none of this name', async () => {
    const { code, stderr } = await runCommandLine('journeys', 'newsletter');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Allowed choices are cart-recovery, post-purchase/);
  });
});

describe('init --journey', () => {
  it('prints what the journey needs in addition to the drafted feed', async () => {
    const { code, stdout } = await runCommandLine(
      'init',
      ORDERS,
      '--feed',
      'orders',
      '--journey',
      'winback',
      'first-purchase',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('orders: shopifyOrders,\n// Winback depends on the files:');
    expect(stdout).toContain(`//     Add to the feed "orders" in feeds.config.ts: freshWithin: '1d',`);
    expect(stdout).toContain('// First purchase from leads');
  });
});
