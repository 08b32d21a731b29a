// Adds to feeds what a journey asks for, as a person would do in feeds.config.ts.
import type { FeedInput, FeedsInput } from '../../../../lambdas/contracts/feed/feed.ts';
import type { Addition } from '../../../../lambdas/domain/journeys/addition.ts';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';

const PRESETS = { leads, shopifyCheckouts, shopifyOrders };

export function applyAdditions(input: FeedsInput, additions: readonly Addition[]): FeedsInput {
  const feeds = structuredClone(input.feeds) as Record<string, FeedInput>;
  for (const addition of additions) {
    if ('preset' in addition) feeds[addition.feed] = PRESETS[addition.preset];
    else setIn(feeds[addition.feed] as object, addition.path, addition.value);
  }
  return { ...input, feeds };
}

function setIn(target: object, [first = '', ...rest]: readonly string[], value: unknown): void {
  const record = target as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === undefined) delete record[first];
    else record[first] = structuredClone(value);
    return;
  }
  record[first] ??= {};
  setIn(record[first] as object, rest, value);
}
