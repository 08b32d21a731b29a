// Counts events by name, for a limited number of names: the first in alphabetical order. Unlike the most frequent
// names, these are the same however a file is divided into chunks, and their counts are exact.
import type { EventNameProfile } from './chunk-profile.ts';
import { AGE_WINDOWS_HOURS, ageWindow } from './event-ages.ts';
import { addLine, addMark, type OpenMark } from './mark.ts';

export const EVENT_NAMES_KEPT = 50;
/** Customer.io accepts no longer event name (OpenAPI). Control characters can make it six times as long in JSON. */
const LONGEST_NAME_BYTES = 100;

interface OpenName {
  readonly seen: OpenMark;
  readonly windows: number[];
  newest: number;
}

export function countEventNames() {
  const names = new Map<string, OpenName>();
  let last = '';
  const admit = (name: string): OpenName | undefined => {
    if (names.size === EVENT_NAMES_KEPT) {
      if (name > last) return undefined;
      names.delete(last);
    }
    const open: OpenName = {
      seen: [0],
      windows: AGE_WINDOWS_HOURS.map(() => 0).concat(0),
      newest: Number.NEGATIVE_INFINITY,
    };
    names.set(name, open);
    last = [...names.keys()].sort().at(-1) ?? '';
    return open;
  };
  return {
    add(name: string, line: number, seconds: number, ageSeconds: number): void {
      const open = names.get(name) ?? (isShort(name) ? admit(name) : undefined);
      if (!open) return;
      addLine(open.seen, line);
      const window = ageWindow(ageSeconds);
      open.windows[window] = (open.windows[window] ?? 0) + 1;
      open.newest = Math.max(open.newest, seconds);
    },
    finish: (): EventNameProfile[] => sorted([...names].map(([name, open]) => ({ name, ...open }))),
  };
}

/** Adds up the counts of two chunks by name. */
export function addEventNames(
  a: readonly EventNameProfile[],
  b: readonly EventNameProfile[],
): EventNameProfile[] {
  const sums = new Map(a.map((name) => [name.name, name]));
  for (const other of b) {
    const own = sums.get(other.name);
    sums.set(other.name, own ? addName(own, other) : other);
  }
  return sorted([...sums.values()]).slice(0, EVENT_NAMES_KEPT);
}

function addName(a: EventNameProfile, b: EventNameProfile): EventNameProfile {
  return {
    name: a.name,
    seen: addMark(a.seen, b.seen),
    windows: a.windows.map((events, window) => events + (b.windows[window] ?? 0)),
    newest: Math.max(a.newest, b.newest),
  };
}

function sorted(names: EventNameProfile[]): EventNameProfile[] {
  return names.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isShort(name: string): boolean {
  return JSON.stringify(name).length <= LONGEST_NAME_BYTES + 2;
}
