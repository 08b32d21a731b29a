import { describe, expect, it } from '@jest/globals';
import { customerIoOrigin } from '../../../lambdas/adapters/customerio-origin.ts';

describe('customerIoOrigin', () => {
  it.each([
    ['track', 'us', undefined, 'https://track.customer.io'],
    ['track', 'eu', undefined, 'https://track-eu.customer.io'],
    ['app', 'us', undefined, 'https://api.customer.io'],
    ['app', 'eu', undefined, 'https://api-eu.customer.io'],
    ['track', 'eu', 4711, 'http://127.0.0.1:4711'],
    ['app', 'eu', 4711, 'http://127.0.0.1:4711'],
  ] as const)('of the %s API in region %s with loopback port %s is %s', (api, region, port, origin) => {
    expect(customerIoOrigin(api, region, port)).toBe(origin);
  });
});
