// How Luxon reads a time. It is independent of this project's code.
import { DateTime, IANAZone, Settings } from 'luxon';
import type { ReadTime } from '../../../../../lambdas/domain/rows/time/read-result.ts';

// As in Excel: 29 is 2029, 30 is 1930.
Settings.twoDigitCutoffYear = 29;

const CLOCKS = [
  '',
  ...[' H:mm', ' H:mm:ss', ' h:mm a', ' h:mm:ss a'].flatMap((clock) => [clock, `${clock}ZZZ`]),
];
const DATES = {
  auto: [],
  us: ['M/d/yyyy', 'M/d/yy'],
  eu: ['/', '.', '-'].flatMap((mark) => [`d${mark}M${mark}yyyy`, `d${mark}M${mark}yy`]),
} as const;

/**
 * The instant at which Luxon prints a text in a zone: the earlier one of two, or in a gap, the time moved forward by the
 * gap. (The parser of Luxon is wrong next to transitions of zones that changed later, such as Almaty in 2001.)
 */
export function luxonWallTime(text: string, pattern: string, zone: string): ReadTime {
  const print = { locale: 'en-US' };
  const wall = DateTime.fromFormat(text, pattern, { zone: 'UTC', ...print }).toSeconds();
  const [before = 0, after = 0] = [-1, 1].map(
    (days) => IANAZone.create(zone).offset((wall + days * 86_400) * 1000) * 60,
  );
  const instants = [wall - Math.max(before, after), wall - Math.min(before, after)].filter(
    (instant) => DateTime.fromSeconds(instant, { zone }).toFormat(pattern, print) === text,
  );
  const [earlier, later] = instants;
  if (earlier === undefined) return { seconds: wall - before, note: 'dst_gap' };
  return earlier === later || later === undefined
    ? { seconds: earlier }
    : { seconds: earlier, note: 'dst_overlap' };
}

/** The Unix seconds, rounded down, of all ways in which Luxon can read a text. */
export function luxonReadings(text: string, format: keyof typeof DATES, zone: string): readonly number[] {
  const options = { zone, locale: 'en-US' };
  const trimmed = text
    .trim()
    .replace(/ ?(?:z|utc?|gmt)$/i, '+00')
    .replace(/(?<=:.*) ?([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}${minutes}`);
  const mail = trimmed.replace(/(?=[+-]\d{4}$)/, ' ');
  const plain = trimmed
    .replace(/(?<=:\d\d)[.,]\d+/, '')
    .replace(/\s+(?=[ap]m\b)|(?<=\d)(?=[ap]m\b)|,?\s+(?=\d)/gi, ' ');
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

/** The instants of a year at which the offset of a zone changes, with the offsets before and after in seconds. */
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
