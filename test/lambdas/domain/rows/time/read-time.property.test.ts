import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { TimeFormatSchema } from '../../../../../lambdas/contracts/feed/time-format.ts';
import { compileTimeReader } from '../../../../../lambdas/domain/rows/time/read-time.ts';
import { atDepth, cases } from '../../../../depth.ts';
import { luxonReadings, luxonWallTime, transitionsOf } from './luxon-readings.ts';

const RUNS = cases(2_500);
/** Without the last day, which ends in 2101 east of Greenwich. */
const seconds2001To2100 = fc.integer({
  min: Date.UTC(2001, 0, 2) / 1000,
  max: Date.UTC(2100, 11, 31) / 1000,
});
const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const fraction = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom('.', ','), fc.stringMatching(/^\d{1,9}$/)).map((parts) => parts.join('')),
);

/** Date, place of the fraction, offset, in tokens of Luxon. */
const WITH_OFFSET = [
  ["yyyy-MM-dd'T'HH:mm:ss", 'ZZ'],
  ["yyyy-MM-dd'T'HH:mm:ss", 'ZZZ'],
  ['yyyy-MM-dd HH:mm:ss', ' ZZZ'],
  ['yyyy-MM-dd HH:mm:ss', 'ZZ'],
  ['yyyy/MM/dd HH:mm:ss', ' ZZ'],
] as const;
const IN_UTC = [
  ["yyyy-MM-dd'T'HH:mm:ss", "'Z'"],
  ['yyyy-MM-dd HH:mm:ss', "' UTC'"],
  ['yyyy-MM-dd HH:mm:ss', "'+00'"],
  ['yyyy-MM-dd HH:mm:ss', "' -0000'"],
] as const;
const ZONELESS = [
  ['auto', "yyyy-MM-dd'T'HH:mm:ss"],
  ['auto', 'yyyy-MM-dd HH:mm:ss'],
  ['us', 'M/d/yyyy H:mm:ss'],
  ['us', 'MM/dd/yyyy, hh:mm:ss a'],
  ['us', 'M/d/yyyy h:mm:ssa'],
  ['eu', 'dd.MM.yyyy HH:mm:ss'],
  ['eu', 'd/M/yyyy h:mm:ss a'],
  ['eu', 'd-M-yyyy H:mm:ss'],
] as const;

/** Wall times: half of them anywhere, half within three hours of a transition of the zone. */
const wallInZone = fc
  .tuple(zone, seconds2001To2100, fc.integer({ min: -10_800, max: 10_800 }), fc.nat(), fc.boolean())
  .map(([name, seconds, distance, pick, near]) => {
    const transitions = near ? transitionsOf(name, new Date(seconds * 1000).getUTCFullYear()) : [];
    const change = transitions[pick % transitions.length];
    const wall = change ? change.at + (pick % 2 ? change.before : change.after) + distance : seconds;
    return [name, wall] as const;
  });

const print = (seconds: number, pattern: string, zoneName: string) =>
  DateTime.fromSeconds(seconds, { zone: zoneName }).toFormat(pattern, { locale: 'en-US' });

const printed = fc.oneof(
  fc
    .tuple(seconds2001To2100, zone, fraction, fc.constantFrom(...WITH_OFFSET))
    .map(([seconds, name, digits, [wall, offset]]) => ({
      seconds,
      text: `${print(seconds, wall, name)}${digits}${print(seconds, offset, name)}`,
    })),
  fc.tuple(seconds2001To2100, fraction, fc.constantFrom(...IN_UTC)).map(([seconds, digits, [wall, utc]]) => ({
    seconds,
    text: `${print(seconds, wall, 'UTC')}${digits}${print(seconds, utc, 'UTC')}`,
  })),
  fc.tuple(seconds2001To2100, zone).map(([seconds, name]) => ({
    seconds,
    text: DateTime.fromSeconds(seconds, { zone: name }).toRFC2822() ?? '',
  })),
  fc
    .tuple(seconds2001To2100, fc.constantFrom('', '000', '999', '123456'))
    .filter(([seconds]) => seconds >= 1_000_000_000)
    .map(([seconds, more]) => ({ seconds, text: `${seconds}${more}` })),
);

describe('compileTimeReader', () => {
  it('reads any instant that Luxon prints with its offset', () => {
    const read = compileTimeReader({ format: 'auto' });
    fc.assert(
      fc.property(printed, ({ seconds, text }) => expect(read(` ${text} `)).toEqual({ seconds })),
      RUNS,
    );
  });

  it('reads any wall time in any zone as Luxon does, gaps and overlaps with a fixed rule', () => {
    const notes = new Map<string | undefined, number>();
    fc.assert(
      fc.property(wallInZone, fc.constantFrom(...ZONELESS), ([timezone, wall], [format, pattern]) => {
        const text = print(wall, pattern, 'UTC');
        const found = compileTimeReader({ format, timezone })(text);
        expect(found).toEqual(luxonWallTime(text, pattern, timezone));
        const note = 'note' in found ? found.note : undefined;
        notes.set(note, (notes.get(note) ?? 0) + 1);
      }),
      RUNS,
    );
    // A few cases may include no transition.
    const least = atDepth({ short: 0, full: 21 });
    expect(notes.get('dst_gap') ?? 0).toBeGreaterThanOrEqual(least);
    expect(notes.get('dst_overlap') ?? 0).toBeGreaterThanOrEqual(least);
  });

  it('reads no damaged time that Luxon reads differently', () => {
    const letters = fc.constantFrom(...'0123456789012345678901234567890123456789-/.:, TZUCAPMEe+()\u202f٣');
    const wallText = fc
      .tuple(wallInZone, fc.constantFrom(...ZONELESS))
      .map(([[, wall], [, pattern]]) => ({ text: print(wall, pattern, 'UTC') }));
    const damaged = fc
      .tuple(fc.oneof(printed, wallText), fc.nat(), fc.nat({ max: 2 }), fc.array(letters, { maxLength: 2 }))
      .map(([{ text }, at, cut, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put.join('') + text.slice(start + cut);
      });
    let readings = 0;
    const timezone = 'America/New_York';
    fc.assert(
      fc.property(damaged, fc.constantFrom('auto', 'us', 'eu'), (text, format) => {
        const found = compileTimeReader({ format, timezone })(text);
        if ('reject' in found) return;
        readings += 1;
        expect(luxonReadings(text, format, timezone)).toContain(found.seconds);
      }),
      cases(5_000),
    );
    expect(readings).toBeGreaterThan(atDepth({ short: 0, full: 500 }));
  });

  it('throws on no text, and reads no time in noise', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.stringMatching(/^[\d:/. +-]{0,30}$/),
    );
    fc.assert(
      fc.property(noise, fc.constantFrom(...TimeFormatSchema.options), (text, format) => {
        const found = compileTimeReader({ format, timezone: 'UTC' })(text);
        if ('seconds' in found) expect(text).toMatch(/^\s*-?\d/);
        if ('seconds' in found) expect(Number.isSafeInteger(found.seconds)).toBe(true);
      }),
      RUNS,
    );
  });
});
