import { describe, expect, it } from '@jest/globals';
import type { TimeFormat } from '../../../../../lambdas/contracts/feed/time-format.ts';
import { compileFraction } from '../../../../../lambdas/domain/rows/time/fraction.ts';

describe('compileFraction', () => {
  it.each([
    ['2026-03-02T08:15:30Z', 'auto', ''],
    ['2026-03-02T08:15:30.000Z', 'auto', ''],
    ['2026-03-02 08:15:30.25 +0100', 'auto', '25'],
    ['2026-03-02 08:15:30,250000 UTC', 'auto', '25'],
    ['2026-03-02T08:15:30.000000001Z', 'auto', '000000001'],
    ['2026-03-02', 'auto', ''],
    ['2026-03-02T08:15+01:00', 'auto', ''],
    ['Mon, 02 Mar 2026 08:15:30 GMT', 'auto', ''],
    ['02.03.2026 08:15', 'eu', ''],
    ['02.03.2026 08:15:30.250', 'eu', '25'],
    ['3/2/2026 8:15:30.5 PM', 'us', '5'],
    ['1772439330', 'auto', ''],
    ['1772439330.250', 'auto', '25'],
    ['1772439330250', 'auto', '25'],
    ['1772439330250000', 'auto', '25'],
    ['1772439330000', 'auto', ''],
    ['1772439330007', 'epoch_milliseconds', '007'],
    ['1772439330250001', 'epoch_microseconds', '250001'],
    ['1772439330250.5', 'epoch_milliseconds', '2505'],
    ['1772439330', 'epoch_seconds', ''],
    [' 1772439330.25 ', 'epoch_seconds', '25'],
  ] as const satisfies readonly (readonly [string, TimeFormat, string])[])(
    'of %s as %s is "%s"',
    (text, format, fraction) => {
      expect(compileFraction(format)(text)).toBe(fraction);
    },
  );
});
