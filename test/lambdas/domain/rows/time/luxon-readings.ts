// What Luxon, which shares no code with us, makes of a time.
import { DateTime, IANAZone, Settings } from 'luxon';
import type { ReadTime } from '../../../../../lambdas/domain/rows/time/read-result.ts';

// Excel's: 29 is 2029, 30 is 1930.
Settings.twoDigitCutoffYear = 29;

const CLOCKS = ['', ' H:mm', ' H:mm:ss', ' h:mm a', ' h:mm:ss a', ' H:mm ZZ', ' H:mm:ss ZZ', ' H:mm:ss ZZZ'];
const DATES = {
  auto: [],
  us: ['M/d/yyyy', 'M/d/yy'],
  eu: ['/', '.', '-'].flatMap((mark) => [`d${mark}M${mark}yyyy`, `d${mark}M${mark}yy`]),
} as const;

/** A wall time printed in a pattern, read back in a zone under the rule: forward in a gap, the earlier in an overlap. */
export function luxonWallTime(text: string, pattern: string, zone: string): ReadTime {
  const parsed = DateTime.fromFormat(text, pattern, { zone, locale: 'en-US' });
  // Beside a transition Luxon can hold the right instant with its neighbour's offset; anew, it has its own.
  const found = DateTime.fromSeconds(parsed.toSeconds(), { zone });
  if (found.toFormat(pattern, { locale: 'en-US' }) !== text) {
    return { seconds: found.toSeconds(), note: 'dst_gap' };
  }
  const instants = found.getPossibleOffsets().map((instant) => instant.toSeconds());
  const seconds = Math.min(...instants);
  return instants.length > 1 ? { seconds, note: 'dst_overlap' } : { seconds };
}

/** The Unix seconds, fractions rounded down, of all ways in which Luxon can take a text. */
export function luxonReadings(text: string, format: keyof typeof DATES, zone: string): readonly number[] {
  const options = { zone, locale: 'en-US' };
  const trimmed = text.trim().replace(/ ?(?:z|utc?|gmt)$/i, 'Z');
  const mail = trimmed
    .replace(/Z$/, ' GMT')
    .replace(/ ?([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => ` ${hours}${minutes}`);
  const plain = trimmed
    .replace(/(?<=:\d\d)[.,]\d+/, '')
    .replace(/\s+(?=[ap]m$)|(?<=\d)(?=[ap]m$)|,?\s+(?=\d)/gi, ' ')
    .replace(/ ?(?=[+-]\d\d:?\d\d$)/, /^\d{4}/.test(trimmed) ? '' : ' ');
  const iso = plain.replaceAll('/', '-').replace(' ', 'T');
  const number = /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  const found = [
    DateTime.fromISO(iso, options),
    DateTime.fromRFC2822(mail),
    ...[1, 1e3, 1e6].map((unit) => DateTime.fromMillis(Math.floor(number / unit) * 1000)),
    ...DATES[format].flatMap((date) =>
      CLOCKS.map((clock) => DateTime.fromFormat(plain, `${date}${clock}`, options)),
    ),
  ];
  return found
    .filter((time) => time.isValid)
    .flatMap((time) => time.getPossibleOffsets())
    .map((time) => Math.floor(time.toSeconds()));
}

/** The instants of a year at which a zone's offset changes, with the offsets around them in seconds. */
export function transitionsOf(name: string, year: number) {
  const zone = IANAZone.create(name);
  const offsetAt = (seconds: number) => zone.offset(seconds * 1000) * 60;
  const week = 7 * 86_400;
  const start = Date.UTC(year, 0) / 1000;
  return Array.from({ length: 52 }, (_, n) => start + n * week).flatMap((monday) => {
    const [before, after] = [offsetAt(monday), offsetAt(monday + week)];
    if (before === after) return [];
    let [low, high] = [monday, monday + week];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return [{ at: high, before, after }];
  });
}
