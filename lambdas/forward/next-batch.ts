// Picks the next batch: walks through the partition's operations, leaves out what need not be sent, and stops when the
// batch is full.
import { type Judged, type JudgedImport, judgePerson, operationsToSend } from '../domain/delivery/judge.ts';
import { addTogether, type Batch, emptyBatch } from '../domain/delivery/pack.ts';
import { type SuppressingEvents, suppressingEvents } from '../domain/delivery/suppression.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { rememberedKeys, rememberedTimes } from './remembered-events.ts';
import type { PersonHash, RememberedKey, SeenKeys } from './seen-keys.ts';
import { isSuppressedPerson, suppressedKeys } from './suppressed-people.ts';

/** The next stretch of a partition. */
export interface NextBatch {
  /** All its operations, in order. */
  readonly stretch: readonly Judged[];
  /** The operations among them that must be sent. */
  readonly toSend: readonly Operation[];
}

export interface BatchReader {
  nextBatch(position: number): Promise<NextBatch>;
}

/** Operations in one look-up. A person with more of them is judged in pieces, which are sent in order. */
const LOOK_UP = 2_000;
/** A checkpoint follows at least this often, also if nothing must be sent. */
const LONGEST_STRETCH = 50_000;
/** Each is written: at 4,000 writes a second of a new table, these take some seconds. */
const MOST_UNREMEMBERED = 5_000;

export interface BatchSource extends JudgedImport {
  readonly seen: SeenTable;
  readonly seenKeys: SeenKeys;
  readonly rememberedKey: RememberedKey;
  readonly personHash: PersonHash;
}

/** @param operations those of a partition, as `arrange` orders them. */
export function batchReader(operations: readonly Operation[], source: BatchSource): BatchReader {
  const lookUp = seenReader(operations, source);
  const suppressingAt = suppressingReader(operations, source.guards);

  const judgeFrom = async (from: number): Promise<Judged[]> => {
    const person = samePerson(operations, from);
    const found = await lookUp(from, from + person.length);
    return judgePerson(person, { ...found, suppressing: suppressingAt(from) }, source);
  };

  const nextBatch = async (position: number): Promise<NextBatch> => {
    const batch = emptyBatch();
    const stretch: Judged[] = [];
    let unremembered = 0;
    while (
      position + stretch.length < operations.length &&
      stretch.length < LONGEST_STRETCH &&
      unremembered < MOST_UNREMEMBERED
    ) {
      const person = await judgeFrom(position + stretch.length);
      unremembered += person.filter(({ judgment }) => 'unremembered' in judgment).length;
      const fits = addTogether(batch, operationsToSend(person));
      if (!fits && batch.operations.length > 0) break;
      for (const judged of fits ? person : addWhatFits(batch, person)) stretch.push(judged);
      if (!fits) break;
    }
    return { stretch, toSend: batch.operations };
  };
  return { nextBatch };
}

/** Looks up operations ahead, and gives what the seen table says about those from one position to another. */
function seenReader(
  operations: readonly Operation[],
  { seen, seenKeys, rememberedKey, guards }: BatchSource,
) {
  let known: Awaited<ReturnType<SeenTable['find']>> = new Map();
  let keys: readonly SeenKey[] = [];
  let keysFrom = 0;
  const lookUp = async (from: number): Promise<void> => {
    // Some operations of the person may have been looked up before.
    const kept = from >= keysFrom ? keys.slice(from - keysFrom) : [];
    const ahead = operations.slice(from, from + kept.length + LOOK_UP);
    const news = ahead.slice(kept.length).map(seenKeys);
    const found = await seen.find([...news, ...rememberedKeys(ahead, guards, rememberedKey)]);
    const items = new Map(found);
    for (const key of kept) {
      const item = known.get(key);
      if (item) items.set(key, item);
    }
    keys = [...kept, ...news];
    keysFrom = from;
    const asked = ahead.map((operation, at) => ({ operation, seen: items.get(keys[at] as SeenKey) }));
    for (const [key, item] of await seen.find(suppressedKeys(asked, rememberedKey))) items.set(key, item);
    known = items;
  };
  return async (from: number, to: number) => {
    if (from < keysFrom || to > keysFrom + keys.length) await lookUp(from);
    return {
      seen: keys.slice(from - keysFrom, to - keysFrom).map((key) => known.get(key)),
      remembered: rememberedTimes(operations.slice(from, to), guards, known, rememberedKey),
      isSuppressed: isSuppressedPerson(operations[from]?.meta.person ?? '', known, rememberedKey),
    };
  };
}

/**
 * All events of a person count, also those outside of the look-up and those before the checkpoint.
 * @returns the suppressing events of the person whose operation is at a position.
 */
function suppressingReader(
  operations: readonly Operation[],
  { suppress }: BatchSource['guards'],
): (at: number) => SuppressingEvents {
  let person: string | undefined;
  let events = suppressingEvents([], suppress);
  return (at) => {
    const asked = operations[at]?.meta.person;
    if (asked === person) return events;
    person = asked;
    let start = at;
    while (start > 0 && operations[start - 1]?.meta.person === person) start--;
    let end = at;
    while (operations[end]?.meta.person === person) end++;
    events = suppressingEvents(operations.slice(start, end), suppress);
    return events;
  };
}

function samePerson(operations: readonly Operation[], from: number): readonly Operation[] {
  const person = operations[from]?.meta.person;
  const most = Math.min(operations.length, from + LOOK_UP);
  let end = from;
  while (end < most && operations[end]?.meta.person === person) end++;
  return operations.slice(from, end);
}

/** Of a person who needs more than one batch: the operations that fit. The others follow in the next batch, in order. */
function addWhatFits(batch: Batch, person: readonly Judged[]): readonly Judged[] {
  const full = person.findIndex(
    ({ operation, judgment }) => judgment.outcome === 'send' && !addTogether(batch, [operation]),
  );
  return full === -1 ? person : person.slice(0, full);
}
