// Joins a date and a time of day of two columns to a text that the reader of one column accepts.
import { hourOfDay } from './day-first.ts';

/** `9:05`, `14:05:09.5`, `2:05 PM`, with what follows: an offset, or the name of a zone. */
const TIME_OF_DAY = /^(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d{1,9})?)?(?:\s?([AP])M(?![a-z]))?(?!\d)(.{0,60})$/i;
/** The midnight that spreadsheets and databases write behind a date. With an offset it is an instant, and no date. */
const AT_MIDNIGHT = /[T ]0{1,2}:00(?::00(?:\.0{1,9})?)?$/;
const BASIC_DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** @returns a reject if the second text is not a time of day. Whether the date is one is left to the reader of the result. */
export function joinDateAndTime(
  date: string,
  timeOfDay: string,
): { readonly text: string } | { readonly reject: 'invalid_time' | 'impossible_time' } {
  const parts = TIME_OF_DAY.exec(timeOfDay.trim());
  if (!parts) return { reject: 'invalid_time' };
  const [, written, minute = '', second = '00', fraction = '', half, rest = ''] = parts;
  const hour = hourOfDay(Number(written), half);
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return { reject: 'impossible_time' };
  const day = date.trim().replace(AT_MIDNIGHT, '').replace(BASIC_DATE, '$1-$2-$3');
  return { text: `${day} ${String(hour).padStart(2, '0')}:${minute}:${second}${fraction}${rest}` };
}
