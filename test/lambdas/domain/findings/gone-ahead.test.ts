import { describe, expect, it } from '@jest/globals';
import { skippedWaitFindings } from '../../../../lambdas/domain/findings/after-sending.ts';

describe('skippedWaitFindings', () => {
  it('says which file never came, which import was not waited for, and which one did not get through', () => {
    const findings = skippedWaitFindings([
      { feed: 'shopify-customers', importIds: [], because: 'time-up' },
      { feed: 'people', importIds: ['people-1'], because: 'time-up' },
      { feed: 'shopify-orders', importIds: ['shopify-orders-1'], because: 'held' },
    ]);
    expect(findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['did_not_wait', 'warning', 'Went ahead without waiting any longer for a file of "shopify-customers".'],
      ['did_not_wait', 'warning', 'Went ahead without waiting any longer for people-1.'],
      ['companion_not_delivered', 'warning', 'shopify-orders-1, which comes first, ended as held.'],
    ]);
  });
});
