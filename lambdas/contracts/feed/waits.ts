// What an import waits for before it forwards, and when the file of the day is expected.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';
import { isCertainZone } from './time-format.ts';

/** The first part of every key under `incoming/`, and of every import id. */
export const feedName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'must be a name of at most 40 lowercase letters, digits and dashes, such as shopify-orders',
  );

const HOUR = 3600;
/** In seconds. An entry of an active import expires after two days, and an execution ends earlier. */
const LONGEST_WAIT = 24 * HOUR;
export const DEFAULT_WAIT_SECONDS = 4 * HOUR;

export const waits = {
  after: z.array(feedName).default([]).describe('Wait until the file of the day of these feeds is imported.'),
  waitAtMost: DurationSchema.refine((seconds) => seconds <= LONGEST_WAIT, 'must be at most "24h"')
    .default(DEFAULT_WAIT_SECONDS)
    .describe(
      'How long an import waits for other imports: 4h by default, at most 24h. Then it continues and reports this.',
    ),
};

const EXPECT_BY = /^([01]\d|2[0-3]):([0-5]\d) (\S+)$/;

/** A local time of day, such as `06:00 America/New_York`. It is the same hour in summer and in winter. */
export const ExpectBySchema = z.string().refine((text) => isCertainZone(EXPECT_BY.exec(text)?.[3] ?? ''), {
  error: 'must be a time of day and the time zone of a city, such as "06:00 America/New_York"',
});

/** The parts of a text that the schema accepted. */
export function readExpectBy(text: string) {
  const [, hour = '', minute = '', timezone = ''] = EXPECT_BY.exec(text) ?? [];
  return { hour: Number(hour), minute: Number(minute), timezone };
}

export const ExpectFileInputSchema = z.object({ feed: z.string() });
export type ExpectFileInput = z.infer<typeof ExpectFileInputSchema>;

/** The part of a feed that determines which feeds it can come after. */
type Follower = { readonly kind: string; readonly after: readonly string[] };

/** A mistake in the `after` of a feed, with its place in that list. */
interface WaitMistake {
  readonly feed: string;
  readonly at: number;
  readonly message: string;
}

/** The mistakes in the `after` of all feeds. */
export function checkWaits(feeds: Readonly<Record<string, Follower>>): WaitMistake[] {
  return Object.entries(feeds).flatMap(([feed, { after }]) =>
    after.flatMap((name, at) => {
      const message = mistakeOf(feed, name, feeds);
      return message === undefined ? [] : { feed, at, message };
    }),
  );
}

/** Whether events and relationships wait for feeds of this kind. */
export function comesFirst(kind: string): boolean {
  return kind === 'people' || kind === 'objects';
}

/** What is wrong if the feed `feed` comes after the feed `name`. */
function mistakeOf(
  feed: string,
  name: string,
  feeds: Readonly<Record<string, Follower>>,
): string | undefined {
  const known = (other: string) => (Object.hasOwn(feeds, other) ? feeds[other] : undefined);
  const first = known(name);
  if (!first) return `there is no feed "${name}". The feeds are: ${Object.keys(feeds).join(', ')}`;
  if (name === feed) return 'a feed cannot wait for itself. Remove it from the list';
  const way = wayTo(feed, name, known);
  if (way)
    return `these feeds wait for each other: ${[feed, ...way].join(' → ')}. Remove one of them from after`;
  const kind = known(feed)?.kind ?? '';
  if (comesFirst(kind) && !comesFirst(first.kind))
    return `${first.kind} wait for ${kind}, so ${kind} cannot wait for ${first.kind}. Remove it from the list`;
  return undefined;
}

/** The feeds from `from` to `goal`, both included, each of which comes after the next. */
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
