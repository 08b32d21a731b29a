// Asks Customer.io whether the credentials are valid, and in which region the account is (OpenAPI:
// `GET /api/v1/accounts/region`).
import * as z from 'zod';
import { type CustomerIoRegion, customerIoOrigin } from '../../lambdas/adapters/customerio-origin.ts';
import type { CustomerIoSecret } from '../../lambdas/contracts/secrets.ts';

export type RegionProbe =
  | { readonly status: 'accepted'; readonly region: string }
  | { readonly status: 'refused' }
  | { readonly status: 'unreachable'; readonly message: string };

const RegionSchema = z.object({ region: z.string() });
const TIMEOUT_MILLISECONDS = 10_000;

/** @param loopbackPort of the embedded engine's stand-in. */
export async function probeRegion(
  region: string,
  { siteId, apiKey }: CustomerIoSecret,
  loopbackPort: number | undefined,
): Promise<RegionProbe> {
  const origin = customerIoOrigin('track', region as CustomerIoRegion, loopbackPort);
  try {
    const response = await fetch(`${origin}/api/v1/accounts/region`, {
      headers: { authorization: `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString('base64')}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    if (response.status === 401 || response.status === 403) return { status: 'refused' };
    const parsed = RegionSchema.safeParse(await response.json().catch(() => undefined));
    return parsed.success
      ? { status: 'accepted', region: parsed.data.region }
      : { status: 'unreachable', message: `it answers ${response.status}` };
  } catch (error) {
    return { status: 'unreachable', message: (error as Error).message };
  }
}
