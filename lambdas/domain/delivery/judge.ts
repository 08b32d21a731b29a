// Decides the outcome of operations by what the seen table says about them. Forward, weighing and the canary all decide
// here; they only read the table, send, and write.
import type { Suppression } from '../../contracts/feed/policies.ts';
import type {
  DifferenceOfEvents,
  Differing,
  DuplicateAge,
  KeptBack,
  Outcome,
} from '../../contracts/report.ts';
import { addDiffering, addKeptBack } from '../counts.ts';
import type { ImportOrigin } from '../imports/import-origin.ts';
import {
  countedRows,
  isFurtherEvent,
  type Operation,
  type OperationMeta,
  ownTime,
} from '../operations/operation.ts';
import type { PartitionIndex } from '../operations/partition-index.ts';
import { differenceOf } from './compare-repeat.ts';
import { isIdentify, judgeIdentify, type Outgoing, type SayingImport } from './judge-person.ts';
import type { SeenItem } from './seen-item.ts';
import { isStale } from './stale.ts';
import { type EventTimes, isRemembered, type SuppressingEvents, suppressionOf } from './suppression.ts';
import { differingOf, duplicateAge, type Tally, tallyOf } from './tally.ts';

/** The import whose operations are judged. */
export interface JudgedImport extends SayingImport {
  readonly origin: ImportOrigin;
  readonly guards: Pick<PartitionIndex['guards'], 'suppress' | 'remembers' | 'dated' | 'keyReuse' | 'resend'>;
  /** Names the mapping that made the contents of events; undefined if it is not known. */
  readonly mapping?: string | undefined;
  /** The keyed hash of a person, as seen items have it. */
  readonly personHash: (person: string) => string;
}

interface Delivered {
  /** What the seen table says about the event, if a rule needs its time and the time is not remembered yet. */
  readonly unremembered?: SeenItem;
}

export type Judgment =
  /** `as`: what is posted, if it is not the operation itself. */
  | { readonly outcome: 'send'; readonly as?: Outgoing }
  /** This import delivered it before its worker was interrupted. */
  | ({ readonly outcome: 'sent' } & Delivered)
  /** Another import delivered the event. `age`: how long ago. */
  | ({ readonly outcome: 'duplicate'; readonly age: DuplicateAge } & Delivered)
  | ({
      readonly outcome: 'conflict';
      readonly age: DuplicateAge;
      readonly how: Exclude<DifferenceOfEvents, 'reused'>;
    } & Delivered)
  /** Another import delivered another event under the same key. */
  | { readonly outcome: 'reused'; readonly how: 'reused' }
  /**
   * Another import delivered the same state. `stillTrue`: what the seen table must say now, because the state is true
   * at a later time than it was known.
   */
  | { readonly outcome: 'unchanged'; readonly stillTrue?: SeenItem }
  | { readonly outcome: 'expired' | 'suppressed'; readonly reason: string };

export interface Judged {
  readonly operation: Operation;
  readonly judgment: Judgment;
}

/** What is known about a person before the operations are judged. */
export interface Knowledge {
  /** What `judgeOperation` says about each of the operations, in their order. */
  readonly judgments: readonly Judgment[];
  /** The person's events in the whole partition that suppress others. */
  readonly suppressing: SuppressingEvents;
  /** The person's events that the seen table remembers, by event name. */
  readonly remembered: ReadonlyMap<string, EventTimes>;
  /** A feed suppressed the person: Customer.io ignores everything about them. */
  readonly isSuppressed?: boolean;
}

const SEND: Judgment = { outcome: 'send' };
const SUPPRESSED: Judgment = { outcome: 'suppressed', reason: 'the person is suppressed' };
const SENT = { outcome: 'sent' } as const satisfies Judgment;

/** @param operations of one person, all or some that follow each other, in the order in which they are sent. */
export function judgePerson(
  operations: readonly Operation[],
  { judgments, suppressing, remembered, isSuppressed = false }: Knowledge,
  judged: JudgedImport,
): Judged[] {
  const overwritten = new Set<string>();
  return operations.map((operation, at) => {
    const { kind, key } = operation.meta;
    // What follows a state that is sent must overwrite it, also if it was delivered before.
    const known = overwritten.has(key) ? undefined : judgments[at];
    const judgment = known ?? judgeOperation(operation, undefined, judged);
    if (judgment.outcome !== 'send') return { operation, judgment };
    if (isSuppressed && !operation.meta.removal) return { operation, judgment: SUPPRESSED };
    if (kind !== 'event') overwritten.add(key);
    const rule = suppressionOf(operation, judged.guards.suppress, suppressing, remembered);
    return { operation, judgment: rule ? { outcome: 'suppressed', reason: explain(rule) } : judgment };
  });
}

/** @param seen what the seen table says about the operation. */
export function judgeOperation(
  operation: Operation,
  seen: SeenItem | undefined,
  judged: JudgedImport,
): Judgment {
  const { meta } = operation;
  if (isIdentify(operation)) return judgeIdentify(operation, seen, judged);
  if (!seen) return SEND;
  if (meta.kind === 'event') return judgeRepeat(meta, seen, judged);
  const { origin } = judged;
  const isSame = seen.content === meta.content;
  if (isSentBy(origin, seen)) return isSame ? SENT : SEND;
  // Since then, someone else may have added the person again, or the relationship, or ended the suppression.
  if (isRemoval(operation)) return SEND;
  if (isSame) return { outcome: 'unchanged' };
  const isOld = isStale({ feed: origin.feed, at: meta.at }, seen);
  return isOld ? { outcome: 'expired', reason: 'newer data was delivered' } : SEND;
}

/** A deletion, a suppression or its end, or the removal of a relationship. */
function isRemoval({ meta, item }: Operation): boolean {
  return (
    meta.removal !== undefined ||
    meta.kind === 'person' ||
    item.startsWith('{"type":"person","action":"delete_relationships"')
  );
}

function judgeRepeat(
  meta: OperationMeta,
  seen: SeenItem,
  { origin, guards, mapping, personHash }: JudgedImport,
): Judgment {
  const isMissing = !seen.remembered && isRemembered(meta, guards);
  const unremembered = isMissing ? { unremembered: seen } : {};
  if (isSentBy(origin, seen)) return { ...SENT, ...unremembered };
  const now = { person: personHash(meta.person), at: ownTime(meta), content: meta.content, mapping };
  const how = differenceOf(now, seen, guards.keyReuse);
  if (how === 'reused') return { outcome: 'reused', how };
  const age = duplicateAge(origin, seen);
  return { ...(how ? { outcome: 'conflict', age, how } : { outcome: 'duplicate', age }), ...unremembered };
}

/** Whether this import delivered what the seen table has. */
export function isSentBy({ importId }: ImportOrigin, seen: SeenItem | undefined): boolean {
  return seen?.importId === importId;
}

/** Whether the operation is not this import's to deliver: another import delivered it, or it is kept back. */
export function isSettledElsewhere({ outcome }: Judgment): boolean {
  return outcome !== 'send' && outcome !== 'sent';
}

/** What must be sent. */
export function operationsToSend(judged: readonly Judged[]): Outgoing[] {
  return judged.flatMap((one) => outgoingOf(one) ?? []);
}

/** @returns undefined if it need not be sent. */
export function outgoingOf({ operation, judgment }: Judged): Outgoing | undefined {
  return judgment.outcome === 'send' ? (judgment.as ?? operation) : undefined;
}

/** The operations whose key another event has. They are rejected. */
export function reusedAmong(judged: readonly Judged[]): Operation[] {
  return judged.filter(({ judgment }) => judgment.outcome === 'reused').map(({ operation }) => operation);
}

/** Counts the rows of the operations that need not be sent. */
export function tallyJudged(judged: readonly Judged[]): Tally {
  const rows = new Map<Outcome, number>();
  const duplicates: Partial<Record<DuplicateAge, number>> = {};
  const differing: Differing[] = [];
  let conflicts = 0;
  let refusedFurther = 0;
  let deliveredFurther = 0;
  let deliveredGroups = 0;
  for (const { operation, judgment } of judged) {
    if (judgment.outcome === 'send') continue;
    const counted = countedRows(operation.meta);
    const outcome = OUTCOMES[judgment.outcome];
    rows.set(outcome, (rows.get(outcome) ?? 0) + counted);
    if (judgment.outcome === 'sent') {
      if (operation.meta.countsRows) deliveredGroups++;
      if (isFurtherEvent(operation.meta)) deliveredFurther++;
    }
    if (judgment.outcome === 'conflict') conflicts += counted;
    if (judgment.outcome === 'reused' && !operation.meta.countsRows) refusedFurther++;
    if ('how' in judgment) differing.push(differingOf(judgment.how, operation));
    if ('age' in judgment) duplicates[judgment.age] = (duplicates[judgment.age] ?? 0) + counted;
  }
  const keptBack = addKeptBack(judged.flatMap(keptBackOf));
  const rest = { conflicts, duplicates, keptBack, deliveredGroups, refusedFurther, deliveredFurther };
  return tallyOf(Object.fromEntries(rows), { ...rest, differing: addDiffering(differing) });
}

const OUTCOMES = {
  sent: 'delivered',
  duplicate: 'duplicate',
  conflict: 'duplicate',
  reused: 'rejected',
  unchanged: 'unchanged',
  expired: 'expired',
  suppressed: 'suppressed',
} as const satisfies Record<Exclude<Judgment['outcome'], 'send'>, Outcome>;

/** Nothing for a further event: another operation counts its rows. */
function keptBackOf({ operation: { meta }, judgment }: Judged): KeptBack[] {
  if (!('reason' in judgment) || !meta.countsRows) return [];
  const { outcome, reason } = judgment;
  return [{ outcome, reason, rows: countedRows(meta), lines: meta.madeFrom.map(({ line }) => line) }];
}

function explain({ event, by }: Suppression): string {
  return `${event} followed by ${by}`;
}
