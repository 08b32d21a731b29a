// The format and the time zone of a feed's times.
import * as z from 'zod';

/**
 * - `auto`: every form that has only one meaning
 * - `us`, `eu`: as `auto`, and `5/1/2023` is read month first (`us`) or day first (`eu`)
 * - `epoch_…`: only numbers of that unit
 */
export const TimeFormatSchema = z.enum([
  'auto',
  'epoch_seconds',
  'epoch_milliseconds',
  'epoch_microseconds',
  'us',
  'eu',
]);
export type TimeFormat = z.infer<typeof TimeFormatSchema>;

/** An IANA name, such as `America/New_York`. A fixed offset would be wrong by an hour for half of the year. */
export const TimezoneSchema = z
  .string()
  .refine(isTimezone, {
    error: ({ input }) =>
      `there is no time zone "${input}". Write an IANA name, such as ${zoneMeantBy(String(input))}`,
  })
  .refine((name) => !isTimezone(name) || isCertainZone(name), {
    error: ({ input }) =>
      `"${input}" is an abbreviation or a fixed offset, which can be wrong by an hour or have the opposite sign. Write the zone of a city, such as ${cityInsteadOf(String(input))}`,
  });

/**
 * Abbreviations that a process knows as time zones. Some have no daylight saving time, although people expect it, and some
 * are not what people mean: ICU has `BST` in Dhaka and `AST` in Anchorage.
 */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  AST: 'America/Halifax, or America/Puerto_Rico without daylight saving time',
  EST: 'America/New_York, or America/Panama without daylight saving time',
  CST: 'America/Chicago, or Asia/Shanghai',
  MST: 'America/Denver, or America/Phoenix without daylight saving time',
  PST: 'America/Los_Angeles',
  NST: 'America/St_Johns',
  YST: 'America/Anchorage',
  HST: 'Pacific/Honolulu',
  WET: 'Europe/Lisbon',
  BST: 'Europe/London',
  CET: 'Europe/Berlin',
  MET: 'Europe/Berlin',
  EET: 'Europe/Athens',
  CAT: 'Africa/Maputo',
  EAT: 'Africa/Nairobi',
  IST: 'Asia/Kolkata, or Europe/Dublin',
  JST: 'Asia/Tokyo',
  AET: 'Australia/Sydney',
};
/** For the other abbreviations. */
const ANY_CITY = 'America/New_York or Europe/Berlin';
/** China, Taiwan and Korea are countries, and the others are UTC. */
const NOT_ABBREVIATIONS = /^(?:PRC|ROC|ROK|UTC|UCT|GMT)$/;

/** A city for each hour west of UTC: `Etc/GMT+5` is west, not east (POSIX). */
const CITY_WEST_OF_UTC: Readonly<Record<string, string>> = {
  '+1': 'Atlantic/Cape_Verde',
  '+2': 'America/Noronha',
  '+3': 'America/Sao_Paulo',
  '+4': 'America/Puerto_Rico',
  '+5': 'America/Bogota',
  '+6': 'America/Costa_Rica',
  '+7': 'America/Phoenix',
  '+8': 'America/Los_Angeles',
  '+9': 'America/Anchorage',
  '+10': 'Pacific/Honolulu',
  '+11': 'Pacific/Pago_Pago',
  '-1': 'Africa/Lagos',
  '-2': 'Africa/Johannesburg',
  '-3': 'Africa/Nairobi',
  '-4': 'Asia/Dubai',
  '-5': 'Asia/Karachi',
  '-6': 'Asia/Dhaka',
  '-7': 'Asia/Bangkok',
  '-8': 'Asia/Singapore',
  '-9': 'Asia/Tokyo',
  '-10': 'Australia/Brisbane',
  '-11': 'Pacific/Guadalcanal',
  '-12': 'Pacific/Auckland',
  '-13': 'Pacific/Tongatapu',
  '-14': 'Pacific/Kiritimati',
};

/** The city to name instead of an abbreviation or a fixed offset; undefined for cities, countries and UTC. */
function cityInsteadOf(name: string): string | undefined {
  const upper = name.toUpperCase();
  // SystemV/EST5EDT, EST5EDT and EST: the rules of a zone as its abbreviations.
  const abbreviation = /^(?:SYSTEMV\/)?([A-Z]{3})(?:\d{1,2}(?:[A-Z]{3})?)?$/.exec(upper)?.[1];
  if (abbreviation !== undefined && !NOT_ABBREVIATIONS.test(abbreviation))
    return ABBREVIATIONS[abbreviation] ?? ANY_CITY;
  const offset = /^(?:ETC\/)?(?:GMT|UTC)([+-]\d{1,2})$/.exec(upper)?.[1];
  if (offset === undefined || Number(offset) === 0) return undefined;
  return CITY_WEST_OF_UTC[offset] ?? ANY_CITY;
}

/** Of a text that is not a time zone: `posix/Asia/Tokyo`, `America/New York`, `GMT+05:00`, `-0800`, and `CEST`. */
function zoneMeantBy(text: string): string {
  const name = text
    .trim()
    .replace(/^(?:posix|right)\//i, '')
    .replaceAll(' ', '_');
  if (isCertainZone(name)) return name;
  const [, sign, hours = ''] = /^(?:GMT|UTC)?([+-])0?(\d{1,2})(?::?00)?$/i.exec(name) ?? [];
  // The sign of a text such as UTC+2 is that of ISO 8601: the opposite of the one in Etc/GMT-2.
  const city = CITY_WEST_OF_UTC[`${sign === '+' ? '-' : '+'}${hours}`];
  if (city !== undefined) return `${city} if it has this offset all year, or else that of your city`;
  return SUMMER[name.toUpperCase()] ?? cityInsteadOf(name) ?? 'America/New_York or UTC';
}

/** Names of summer and standard times that are not zones. */
const SUMMER: Readonly<Record<string, string>> = {
  EDT: 'America/New_York',
  CDT: 'America/Chicago',
  MDT: 'America/Denver',
  PDT: 'America/Los_Angeles',
  CEST: 'Europe/Berlin',
  EEST: 'Europe/Athens',
  WEST: 'Europe/Lisbon',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  EASTERN_STANDARD_TIME: 'America/New_York',
  CENTRAL_STANDARD_TIME: 'America/Chicago',
  PACIFIC_STANDARD_TIME: 'America/Los_Angeles',
  Z: 'UTC',
};

/** Whether it is the name of a zone whose offset at any time is certain: of a city or a country, or UTC. */
export function isCertainZone(name: string): boolean {
  return isTimezone(name) && cityInsteadOf(name) === undefined;
}

/** Whether this process's time zone data knows the name. */
export function isTimezone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
