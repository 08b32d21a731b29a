// Picks the next batch: walks through the partition's operations, leaves out what need not be sent, and stops when the
// batch is full.
import {
  type Judged,
  type JudgedImport,
  type Judgment,
  judgeOperation,
  judgePerson,
  operationsToSend,
  outgoingOf,
} from '../domain/delivery/judge.ts';
import type { Outgoing } from '../domain/delivery/judge-person.ts';
import { addTogether, type Batch, emptyBatch } from '../domain/delivery/pack.ts';
import { type SuppressingEvents, suppressingEvents } from '../domain/delivery/suppression.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { rememberedKeys, rememberedTimes } from './remembered-events.ts';
import type { HashesOf, PersonHash, RememberedKey, SeenKeys } from './seen-keys.ts';
import { isSuppressedPerson, suppressedKeys } from './suppressed-people.ts';

/** The next stretch of a partition. */
export interface NextBatch {
  /** All its operations, in order. */
  readonly stretch: readonly Judged[];
  /** The operations among them that must be sent. */
  readonly toSend: readonly Outgoing[];
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
  readonly attributeHashes: HashesOf;
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
    const batch = emptyBatch<Outgoing>();
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
function seenReader(operations: readonly Operation[], source: BatchSource) {
  const { seen, seenKeys, rememberedKey, guards } = source;
  let known: Awaited<ReturnType<SeenTable['find']>> = new Map();
  let keys: readonly SeenKey[] = [];
  let judgments: readonly Judgment[] = [];
  let keysFrom = 0;
  const lookUp = async (from: number): Promise<void> => {
    // Some operations of the person may have been looked up before.
    const kept = from >= keysFrom ? keys.slice(from - keysFrom) : [];
    const ahead = operations.slice(from, from + kept.length + LOOK_UP);
    const unread = ahead.slice(kept.length).map(seenKeys);
    const found = await seen.find([...unread, ...rememberedKeys(ahead, guards, rememberedKey)]);
    const items = new Map(found);
    for (const key of kept) {
      const item = known.get(key);
      if (item) items.set(key, item);
    }
    keys = [...kept, ...unread];
    keysFrom = from;
    judgments = ahead.map((operation, at) =>
      judgeOperation(operation, items.get(keys[at] as SeenKey), source),
    );
    const news = ahead.filter((_, at) => judgments[at]?.outcome === 'send');
    for (const [key, item] of await seen.find(suppressedKeys(news, rememberedKey))) items.set(key, item);
    known = items;
  };
  return async (from: number, to: number) => {
    if (from < keysFrom || to > keysFrom + keys.length) await lookUp(from);
    return {
      judgments: judgments.slice(from - keysFrom, to - keysFrom),
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
function addWhatFits(batch: Batch<Outgoing>, person: readonly Judged[]): readonly Judged[] {
  const full = person.findIndex((one) => {
    const outgoing = outgoingOf(one);
    return outgoing !== undefined && !addTogether(batch, [outgoing]);
  });
  return full === -1 ? person : person.slice(0, full);
}
