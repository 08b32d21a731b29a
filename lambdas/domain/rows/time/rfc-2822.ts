// Dates as in the headers of mail and HTTP: `Mon, 01 May 2023 10:11:12 -0400`.

import { englishWall } from './english-date.ts';
import type { ReadTime } from './read-result.ts';
import { toInstant } from './wall-clock.ts';
import { readOffset } from './zone.ts';

const FORM = /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?( .+)$/;

/** @returns undefined if the text has another form, or another weekday than the date. */
export function readRfc2822(text: string): ReadTime | undefined {
  const [match, weekday, day, monthName = '', year, hour, minute, second = 0, offset = ''] =
    FORM.exec(text) ?? [];
  if (match === undefined) return undefined;
  const wall = englishWall([year, monthName, day], [hour, minute, second], weekday);
  return wall === undefined ? undefined : toInstant(wall, readOffset(offset, 0), undefined);
}
