// Which operations are the canary: few and as different as possible, so that they show what the others are like.
import * as z from 'zod';
import { type Canary, canaryOf, FolderCanarySchema } from '../../contracts/feed/canary.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import { canaryOfKey } from '../../contracts/object-keys.ts';
import { refusal } from '../errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { Plan } from '../plan.ts';
import { addReadBacks, NOTHING_READ, ReadBackSchema } from './read-back.ts';

/**
 * The size of the canary in the name of the file's folder; undefined if the name has none.
 * @throws RefusedError `invalid_canary`: a mistake in the name must not send the whole file without a canary.
 */
export function canaryAsked(key: string): number | undefined {
  const asked = canaryOfKey(key);
  if (asked === undefined) return undefined;
  const { data } = FolderCanarySchema.safeParse(asked);
  if (data === undefined) throw refusal('invalid_canary', `The folder is named canary=${asked}.`);
  return data;
}

/** The canary of an import. The folder overrides the feed. A dry run and an approved import have no canary. */
export function canaryOfImport(
  { canary, dryRun, approved }: Pick<Plan, 'canary' | 'dryRun' | 'approved'>,
  feed: Feed,
): Canary {
  const { size, readBack } = canaryOf(feed);
  return { size: dryRun || approved ? 0 : (canary ?? size), readBack };
}

export const CanaryPickSchema = z.object({
  /** Position in the partition, as Forward arranges it. */
  position: z.number().int().nonnegative(),
  /** The event's name and the names of its attributes. */
  features: z.array(z.string()),
});
export type CanaryPick = Readonly<z.infer<typeof CanaryPickSchema>>;

/** What was sent before the approval. */
export const CanarySentSchema = z.object({
  operations: z.number().int(),
  rows: z.number().int(),
  /** Operations that Customer.io declined. */
  refused: z.number().int(),
  requests: z.number().int(),
  /** Customer.io refused the credentials, the region or the endpoint. */
  paused: z.literal(true).optional(),
  /** What the App API says about the people, if the feed asks for that. */
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

/** The name of the event or the kind of the state, and the names of the attributes. */
export function featuresOf({ meta, item }: Operation): string[] {
  const { attributes = {} } = JSON.parse(item) as { attributes?: object };
  return [`${KIND}${meta.name ?? meta.kind}`, ...Object.keys(attributes).map((name) => `${COLUMN}${name}`)];
}

const KIND = '0:';
const COLUMN = '1:';

/**
 * Picks at most `size` candidates, so that each feature is in one of them, then in two, and so on: names of events before
 * columns, rare columns before common ones. The same candidates always have the same picks.
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
