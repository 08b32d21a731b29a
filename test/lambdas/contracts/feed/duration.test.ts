import { describe, expect, it } from '@jest/globals';
import { DurationSchema, printDuration } from '../../../../lambdas/contracts/feed/duration.ts';

describe('printDuration', () => {
  it.each(['90d', '36h', '30m', '7d'])('prints %s as the feed wrote it', (text) => {
    expect(printDuration(DurationSchema.parse(text))).toBe(text);
  });

  it.each([
    ['24h', '1d'],
    ['60m', '1h'],
    [90, '90 seconds'],
    [0, '0 seconds'],
  ])('prints %s in its largest unit', (duration, printed) => {
    expect(printDuration(DurationSchema.parse(duration))).toBe(printed);
  });
});
