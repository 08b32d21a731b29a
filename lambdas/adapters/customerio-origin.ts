// Where Customer.io's APIs are: chosen by region, never given as a URL.

export type CustomerIoRegion = 'us' | 'eu';

const HOSTS = {
  track: { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' },
  app: { us: 'https://api.customer.io', eu: 'https://api-eu.customer.io' },
} as const satisfies Readonly<Record<string, Readonly<Record<CustomerIoRegion, string>>>>;

/** @param loopbackPort the embedded engine's, whatever the API. */
export function customerIoOrigin(
  api: keyof typeof HOSTS,
  region: CustomerIoRegion,
  loopbackPort: number | undefined,
): string {
  return loopbackPort === undefined ? HOSTS[api][region] : `http://127.0.0.1:${loopbackPort}`;
}
