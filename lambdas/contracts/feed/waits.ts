// What an import waits for before it forwards, and how long.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';
import { isTimezone } from './time-format.ts';

/** The first part of every key below `incoming/`, and of every import's name. */
export const feedName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a feed is named in lower case letters, digits and dashes, at most 40');

const HOUR = 3600;
/** Of waiting in seconds: an entry among the active imports lives for two days, an execution's history no longer. */
const LONGEST_WAIT = 24 * HOUR;
export const DEFAULT_WAIT_SECONDS = 4 * HOUR;

export const waits = {
  after: z.array(feedName).default([]).describe('Wait until the file of the day of these feeds is imported.'),
  waitAtMost: DurationSchema.refine((seconds) => seconds <= LONGEST_WAIT, 'is at most 24h')
    .default(DEFAULT_WAIT_SECONDS)
    .describe(
      'How long an import waits for other imports: 4h by default, at most 24h. Then it continues and reports this.',
    ),
};

/** As much of a feed as decides whom it may come after. */
type Follower = { readonly kind: string; readonly after: readonly string[] };

/** What is wrong with the `after` of some feeds, each with the feed and the place in its list. */
export function checkWaits(
  feeds: Readonly<Record<string, Follower>>,
): { readonly feed: string; readonly at: number; readonly message: string }[] {
  const known = (name: string) => (Object.hasOwn(feeds, name) ? feeds[name] : undefined);
  return Object.entries(feeds).flatMap(([feed, { kind, after }]) =>
    after.flatMap((name, at) => {
      const first = known(name);
      const way = wayTo(feed, name, known);
      if (!first)
        return {
          feed,
          at,
          message: `there is no feed "${name}"; the feeds are: ${Object.keys(feeds).join(', ')}`,
        };
      if (name === feed) return { feed, at, message: 'a feed cannot come after itself' };
      if (way) return { feed, at, message: `goes round in a circle: ${[feed, ...way].join(' → ')}` };
      if (comesFirst(kind) && !comesFirst(first.kind))
        return {
          feed,
          at,
          message: `${first.kind} wait for ${kind}, so that ${kind} cannot come after them`,
        };
      return [];
    }),
  );
}

/** What events and relationships are about, and wait for. */
export function comesFirst(kind: string): boolean {
  return kind === 'people' || kind === 'objects';
}

/** The feeds from `from` to `goal`, both included, as they come after each other. */
function wayTo(
  goal: string,
  from: string,
  known: (name: string) => Follower | undefined,
  passed: readonly string[] = [],
): string[] | undefined {
  if (from === goal) return [from];
  if (passed.includes(from)) return undefined;
  for (const next of known(from)?.after ?? []) {
    const way = wayTo(goal, next, known, [...passed, from]);
    if (way) return [from, ...way];
  }
  return undefined;
}

const FORM = /^([01]\d|2[0-3]):([0-5]\d) (\S+)$/;

/** A time of day where people live, as `06:00 America/New_York`: it stays that hour in summer and in winter. */
export const ExpectBySchema = z.string().refine((text) => isTimezone(FORM.exec(text)?.[3] ?? ''), {
  error: 'is a time of day and a zone, as 06:00 America/New_York',
});

/** Parts of a time that the schema has accepted. */
export function readExpectBy(text: string) {
  const [, hour = '', minute = '', timezone = ''] = FORM.exec(text) ?? [];
  return { hour: Number(hour), minute: Number(minute), timezone };
}

export const ExpectFileInputSchema = z.object({ feed: z.string() });
export type ExpectFileInput = z.infer<typeof ExpectFileInputSchema>;
