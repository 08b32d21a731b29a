// Two feeds about the same people: some attributes are of one feed, others of both, cells are blank, and files are late. Each
// row has a time of its own, so that it is certain which value is the newest, in whichever order the files are imported.
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import type { Random } from './random.ts';
import { REFUSED } from './vendor.ts';

export const STATE_FEEDS = ['profiles', 'loyalty'] as const;
export type StateFeed = (typeof STATE_FEEDS)[number];

/** The attributes of a feed. Both say the first two. */
const ATTRIBUTES = {
  profiles: ['plan', 'tier', 'city'],
  loyalty: ['plan', 'tier', 'points'],
} as const satisfies Record<StateFeed, readonly string[]>;

export function statesFeed(preset: FeedInput): FeedInput {
  return { ...preset, updatedAt: { column: 'updated_at' } } as FeedInput;
}

export interface StateRow {
  readonly person: string;
  /** Seconds since 1970. No two rows have the same. */
  readonly at: number;
  /** A blank cell says nothing. */
  readonly says: Readonly<Record<string, string>>;
  readonly kind: 'sound' | 'wrong' | 'refused';
}

export interface StatesExport {
  readonly feed: StateFeed;
  readonly rows: readonly StateRow[];
}

export function statesCsv({ feed, rows }: StatesExport): string {
  const names = ATTRIBUTES[feed];
  const lines = rows.map(({ person, at, says, kind }) =>
    [
      kind === 'wrong' ? '' : person,
      new Date(at * 1000).toISOString(),
      ...names.map((name) => says[name] ?? ''),
      kind === 'refused' ? REFUSED : '',
    ].join(),
  );
  return `${[['id', 'updated_at', ...names, 'wish'].join(), ...lines].join('\n')}\n`;
}

const PEOPLE = 6;
const MOST_ROWS = 8;
const VALUES = 3;
/** 2025-12-30T00:00:00Z. All rows are of this day and the next. */
const FIRST_TIME = 1_767_052_800;
const TIMES = 150;

/** The n-th file of a feed. Its rows can be older than those of the files before it. */
export function statesOf(feed: StateFeed, n: number, random: Random): StatesExport {
  const count = 3 + random.below(MOST_ROWS - 2);
  const rows = Array.from({ length: count }, (_, index): StateRow => {
    const number = random.below(PEOPLE);
    const unique = (n * MOST_ROWS + index) * STATE_FEEDS.length + STATE_FEEDS.indexOf(feed);
    const said = ATTRIBUTES[feed].flatMap((name) =>
      random.chance(0.3) ? [] : [[name, `${name}-${random.below(VALUES)}`] as const],
    );
    return {
      person: `p${number}`,
      at: FIRST_TIME + random.below(TIMES) * 1_000 + unique,
      says: Object.fromEntries(said),
      kind: number === 0 ? 'refused' : random.chance(0.05) ? 'wrong' : 'sound',
    };
  });
  return { feed, rows };
}
