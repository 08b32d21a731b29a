// Picks the next batch: walks the partition's operations, leaves out what the seen table knows, stops when full.
import type { Suppression } from '../contracts/feed/policies.ts';
import type { DuplicateAge, KeptBack, Outcome } from '../contracts/report.ts';
import { addKeptBack } from '../domain/counts.ts';
import { addTogether, type Batch, emptyBatch } from '../domain/delivery/pack.ts';
import { isStale, isStillTrue } from '../domain/delivery/stale.ts';
import { duplicateAge, type Tally, tallyOf } from '../domain/delivery/tally.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import { countedRows, type Operation, type OperationMeta } from '../domain/operations/operation.ts';
import type { SeenItem, SeenTable } from '../ports/seen-table.ts';
import { type Deeds, deedsOf, type Guards, type MomentsKey, momentKeys, suppressing } from './moments.ts';

export type SeenKeys = (operation: Operation) => SeenKey;

/** `deliveredBefore`: sent by this very import, before its worker was interrupted. */
type Standing = 'news' | 'deliveredBefore' | 'duplicate' | 'conflict' | 'unchanged' | 'stale' | 'suppressed';

/** An operation, and how it stands to what Customer.io has. */
export interface Judged {
  readonly operation: Operation;
  readonly standing: Standing;
  /** Why it is suppressed or stale. */
  readonly reason?: string;
  /** Of an unchanged state that was still true later: what the seen table is to say of it from now on. */
  readonly stillTrue?: SeenItem;
  /** Of a duplicate: when the event was delivered. */
  readonly age?: DuplicateAge;
}

/** The next stretch of a partition. */
export interface NextBatch {
  /** All its operations, in order. */
  readonly stretch: readonly Judged[];
  /** Those of them that Customer.io does not have yet. */
  readonly news: readonly Operation[];
}

export interface NewsReader {
  nextBatch(position: number): Promise<NextBatch>;
}

/** Operations looked up at once. A person with more is gone through in pieces, which leave in order all the same. */
const LOOK_UP = 2_000;
/** A checkpoint at least this often, also where everything is known. */
const LONGEST_STRETCH = 50_000;

export interface NewsSource {
  readonly seen: SeenTable;
  readonly seenKeys: SeenKeys;
  readonly momentsKey: MomentsKey;
  readonly guards: Guards;
  readonly importId: string;
}

export function newsReader(operations: readonly Operation[], source: NewsSource): NewsReader {
  const { seen, seenKeys, momentsKey, guards } = source;
  const deedsAt = deedsReader(operations, guards);
  let known: ReadonlyMap<SeenKey, SeenItem> = new Map();
  let keys: readonly SeenKey[] = [];
  let keysFrom = 0;
  const judge = async (operation: Operation, at: number): Promise<Judged> => {
    if (at < keysFrom || at >= keysFrom + keys.length) {
      keysFrom = at;
      const ahead = operations.slice(at, at + LOOK_UP);
      keys = ahead.map(seenKeys);
      known = await seen.find([...keys, ...momentKeys(ahead, guards, momentsKey)]);
    }
    return judgeBy(operation, known.get(keys[at - keysFrom] as SeenKey), source);
  };
  const judgePerson = async (from: number): Promise<Judged[]> => {
    const person: Judged[] = [];
    const overwritten = new Set<string>();
    for (const operation of samePerson(operations, from)) {
      const { meta } = operation;
      const at = from + person.length;
      let judged = await judge(operation, at);
      // What comes after news of the same state overwrites it, also where it was delivered before.
      if (overwritten.has(meta.key)) judged = { operation, standing: 'news' };
      if (judged.standing === 'news' && meta.kind !== 'event') overwritten.add(meta.key);
      const rule =
        judged.standing === 'news' && suppressing(operation, deedsAt(at), known, guards, momentsKey);
      person.push(rule ? { operation, standing: 'suppressed', reason: explain(rule) } : judged);
    }
    return person;
  };

  const nextBatch = async (position: number): Promise<NextBatch> => {
    const batch = emptyBatch();
    const stretch: Judged[] = [];
    while (position + stretch.length < operations.length && stretch.length < LONGEST_STRETCH) {
      const person = await judgePerson(position + stretch.length);
      const fits = addTogether(batch, newsOf(person));
      if (!fits && batch.operations.length > 0) break;
      for (const judged of fits ? person : addWhatFits(batch, person)) stretch.push(judged);
      if (!fits) break;
    }
    return { stretch, news: batch.operations };
  };
  return { nextBatch };
}

/** What became of the rows of a stretch that need not be sent. */
export function tallyKnown(stretch: readonly Judged[]): Tally {
  const rows = { delivered: 0, duplicate: 0, unchanged: 0, expired: 0, suppressed: 0 } satisfies Partial<
    Record<Outcome, number>
  >;
  let conflicts = 0;
  const duplicates: Partial<Record<DuplicateAge, number>> = {};
  for (const { operation, standing, age } of stretch) {
    if (standing === 'news') continue;
    const counted = countedRows(operation.meta);
    rows[OUTCOMES[standing]] += counted;
    if (standing === 'conflict') conflicts += counted;
    if (age !== undefined) duplicates[age] = (duplicates[age] ?? 0) + counted;
  }
  return tallyOf(rows, { conflicts, duplicates, keptBack: addKeptBack(stretch.flatMap(keptBackOf)) });
}

/** Further events of rows that count elsewhere are no rows. */
function keptBackOf({ operation: { meta }, standing, reason }: Judged): KeptBack[] {
  if (reason === undefined || !meta.countsRows) return [];
  const outcome = standing === 'stale' ? 'expired' : 'suppressed';
  return [{ outcome, reason, rows: countedRows(meta), lines: meta.madeFrom.map(({ line }) => line) }];
}

function explain({ event, by }: Suppression): string {
  return `${event} followed by ${by}`;
}

const OUTCOMES = {
  deliveredBefore: 'delivered',
  duplicate: 'duplicate',
  conflict: 'duplicate',
  unchanged: 'unchanged',
  stale: 'expired',
  suppressed: 'suppressed',
} as const satisfies Record<Exclude<Standing, 'news'>, Outcome>;

function judgeBy(
  operation: Operation,
  item: SeenItem | undefined,
  { guards, importId }: Pick<NewsSource, 'guards' | 'importId'>,
): Judged {
  const { meta } = operation;
  const standing = standingOf(meta, item, importId);
  if (item && (standing === 'duplicate' || standing === 'conflict'))
    return { operation, standing, age: duplicateAge(importId, item.importId) };
  const isDated = item && guards.dated && standing === 'unchanged';
  if (standing === 'stale') return { operation, standing, reason: 'newer data was delivered' };
  const stillTrue = isDated && isStillTrue({ importId, at: meta.at }, item);
  return stillTrue ? { operation, standing, stillTrue: { ...item, at: meta.at } } : { operation, standing };
}

function standingOf(meta: OperationMeta, item: SeenItem | undefined, importId: string): Standing {
  if (!item) return 'news';
  const same = item.content === meta.content;
  const own = item.importId === importId;
  if (meta.kind === 'event') return own ? 'deliveredBefore' : same ? 'duplicate' : 'conflict';
  if (same) return own ? 'deliveredBefore' : 'unchanged';
  return isStale({ importId, at: meta.at }, item) && !own ? 'stale' : 'news';
}

/** Of a person with more operations than one look-up has, and of one whom a checkpoint parts, all count. */
function deedsReader(operations: readonly Operation[], guards: Guards): (at: number) => Deeds {
  let person: string | undefined;
  let deeds = deedsOf([], guards);
  return (at) => {
    const asked = operations[at]?.meta.person;
    if (asked === person) return deeds;
    person = asked;
    let start = at;
    while (start > 0 && operations[start - 1]?.meta.person === person) start--;
    let end = at;
    while (operations[end]?.meta.person === person) end++;
    deeds = deedsOf(operations.slice(start, end), guards);
    return deeds;
  };
}

function samePerson(operations: readonly Operation[], from: number): readonly Operation[] {
  const person = operations[from]?.meta.person;
  const most = Math.min(operations.length, from + LOOK_UP);
  let end = from;
  while (end < most && operations[end]?.meta.person === person) end++;
  return operations.slice(from, end);
}

function newsOf(judged: readonly Judged[]): Operation[] {
  return judged.filter(({ standing }) => standing === 'news').map(({ operation }) => operation);
}

/** A person with more news than one batch holds: they leave in several, still in order. */
function addWhatFits(batch: Batch, person: readonly Judged[]): readonly Judged[] {
  const full = person.findIndex(
    ({ operation, standing }) => standing === 'news' && !addTogether(batch, [operation]),
  );
  return full === -1 ? person : person.slice(0, full);
}
