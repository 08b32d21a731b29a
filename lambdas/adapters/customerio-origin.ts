// The addresses of Customer.io's APIs, by region: a URL cannot be configured.

export type CustomerIoRegion = 'us' | 'eu';

const HOSTS = {
  track: { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' },
  app: { us: 'https://api.customer.io', eu: 'https://api-eu.customer.io' },
} as const satisfies Readonly<Record<string, Readonly<Record<CustomerIoRegion, string>>>>;

/** @param loopbackPort port of the embedded engine, for both APIs. */
export function customerIoOrigin(
  api: keyof typeof HOSTS,
  region: CustomerIoRegion,
  loopbackPort: number | undefined,
): string {
  return loopbackPort === undefined ? HOSTS[api][region] : `http://127.0.0.1:${loopbackPort}`;
}
