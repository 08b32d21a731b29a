// Which operations are the canary: few, and as different as can be, so that a look at them says much of the others.
import * as z from 'zod';
import { type Canary, canaryOf, FolderCanarySchema } from '../../contracts/feed/canary.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import { canaryOfKey } from '../../contracts/object-keys.ts';
import { refusal } from '../errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { Plan } from '../plan.ts';
import { addReadBacks, NOTHING_READ, ReadBackSchema } from './read-back.ts';

/**
 * How many operations of a file go first, where its folder says so.
 * @throws RefusedError `invalid_canary`: a sample that somebody asked for is not left out because of a slip.
 */
export function canaryAsked(key: string): number | undefined {
  const asked = canaryOfKey(key);
  if (asked === undefined) return undefined;
  const { data } = FolderCanarySchema.safeParse(asked);
  if (data === undefined) throw refusal('invalid_canary', `It says canary=${asked}.`);
  return data;
}

/** The canary of an import: its file's word before its feed's. A dry run sends none, and an approved import needs none. */
export function canaryOfImport(
  { canary, dryRun, approved }: Pick<Plan, 'canary' | 'dryRun' | 'approved'>,
  feed: Feed,
): Canary {
  const { size, readBack } = canaryOf(feed);
  return { size: dryRun || approved ? 0 : (canary ?? size), readBack };
}

export const CanaryPickSchema = z.object({
  /** In the partition, as Forward arranges it. */
  position: z.number().int().nonnegative(),
  /** What it shows: the event's name, and the names of its attributes. */
  features: z.array(z.string()),
});
export type CanaryPick = Readonly<z.infer<typeof CanaryPickSchema>>;

/** What was sent before anybody had approved. */
export const CanarySentSchema = z.object({
  operations: z.number().int(),
  rows: z.number().int(),
  /** Operations that Customer.io refused. */
  refused: z.number().int(),
  requests: z.number().int(),
  /** Credentials, region or endpoint were refused on the way. */
  paused: z.literal(true).optional(),
  /** What Customer.io told of it, where it was asked. */
  readBack: ReadBackSchema.optional(),
});
export type CanarySent = Readonly<z.infer<typeof CanarySentSchema>>;

export const NO_CANARY: CanarySent = { operations: 0, rows: 0, refused: 0, requests: 0 };

export function addCanaries(a: CanarySent, b: CanarySent): CanarySent {
  return {
    operations: a.operations + b.operations,
    rows: a.rows + b.rows,
    refused: a.refused + b.refused,
    requests: a.requests + b.requests,
    ...(a.paused || b.paused ? { paused: true } : {}),
    ...(a.readBack || b.readBack
      ? { readBack: addReadBacks(a.readBack ?? NOTHING_READ, b.readBack ?? NOTHING_READ) }
      : {}),
  };
}

/** What one operation would show of the file. Sorts before columns: the name of an event, or what kind of state it is. */
export function featuresOf({ meta, item }: Operation): string[] {
  const { attributes = {} } = JSON.parse(item) as { attributes?: object };
  return [`${KIND}${meta.name ?? meta.kind}`, ...Object.keys(attributes).map((name) => `${COLUMN}${name}`)];
}

const KIND = '0:';
const COLUMN = '1:';

/**
 * At most `size` candidates, that every feature is seen and then seen again: names of events before columns, rare
 * columns before common ones. The same candidates give the same picks.
 */
export function choosePicks<Candidate extends { readonly features: readonly string[] }>(
  candidates: readonly Candidate[],
  size: number,
): readonly Candidate[] {
  const byFeature = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const feature of candidate.features) {
      const having = byFeature.get(feature);
      if (having) having.push(candidate);
      else byFeature.set(feature, [candidate]);
    }
  }
  const features = [...byFeature].sort(rarestFirst);
  const picks = new Set<Candidate>();
  const shown = new Map<string, number>();
  const most = Math.min(size, candidates.length);
  for (let times = 1; picks.size < most; times++) {
    for (const [feature, having] of features) {
      if (picks.size === most) break;
      const pick = (shown.get(feature) ?? 0) < times && having.find((candidate) => !picks.has(candidate));
      if (!pick) continue;
      picks.add(pick);
      for (const seen of pick.features) shown.set(seen, (shown.get(seen) ?? 0) + 1);
    }
  }
  return candidates.filter((candidate) => picks.has(candidate));
}

function rarestFirst([a, withA]: [string, unknown[]], [b, withB]: [string, unknown[]]): number {
  const isKind = (feature: string) => (feature.startsWith(KIND) ? 0 : 1);
  return isKind(a) - isKind(b) || withA.length - withB.length || (a < b ? -1 : 1);
}
