// Decides what is sent about a person: the attributes that Customer.io does not have as the row says them.
import type { ImportOrigin } from '../imports/import-origin.ts';
import { type PersonItem, UPDATE } from '../operations/item.ts';
import type { Operation } from '../operations/operation.ts';
import {
  type AttributeHashes,
  comparePerson,
  heldOf,
  mustNotCreate,
  type PersonNews,
} from './compare-person.ts';
import { printHeld } from './held-person.ts';
import type { SeenItem } from './seen-item.ts';
import { isStillTrue } from './stale.ts';

/** The import that says something about people. */
export interface SayingImport {
  readonly origin: Pick<ImportOrigin, 'importId' | 'feed'>;
  readonly guards: { readonly dated?: boolean; readonly resend?: number | undefined };
  /** The keyed hashes of a person's attributes. */
  readonly attributeHashes: (person: string) => AttributeHashes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An operation as it is posted. */
export interface Outgoing extends Operation {
  /** The operation of the partition. Undefined if it is posted as it is. */
  readonly of?: Operation;
  /** Of a person: what Customer.io has afterwards, as `printHeld` prints it. */
  readonly attributes?: Uint8Array;
}

export type PersonJudgment =
  | { readonly outcome: 'send'; readonly as: Outgoing }
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'unchanged'; readonly stillTrue?: SeenItem }
  | { readonly outcome: 'expired'; readonly reason: string };

/** The item of an identify: JSON of ours, so its beginning is enough. */
export function isIdentify({ item }: Operation): boolean {
  return item.startsWith('{"type":"person","action":"identify"');
}

const DAY_MILLISECONDS = 86_400_000;
const SENT: PersonJudgment = { outcome: 'sent' };
const EXPIRED: PersonJudgment = { outcome: 'expired', reason: 'newer data was delivered' };

/**
 * @param operation an identify.
 * @param seen what the seen table says about the person.
 */
export function judgeIdentify(
  operation: Operation,
  seen: SeenItem | undefined,
  saying: SayingImport,
): PersonJudgment {
  const { meta } = operation;
  if (seen && seen.content === meta.content) {
    if (isOurs(seen, saying)) return SENT;
    const known = judgeSameContent(operation, seen, saying);
    if (known) return known;
  }
  const held = heldOf(seen);
  const { item, news } = readNews(operation, seen, saying);
  const compared = comparePerson(news, held, saying.attributeHashes(meta.person));
  const { send, stale, after, isNewer } = compared;
  const content = stale > 0 ? '' : meta.content;
  const known: Stored = { content, attributes: printHeld(after) };
  if (Object.keys(send).length === 0) {
    if (stale > 0) return isOurs(seen, saying) ? SENT : EXPIRED;
    if (seen && held.exists && !news.isUpdate) {
      if (isOurs(seen, saying)) return SENT;
      return { outcome: 'unchanged', ...(isNewer ? { stillTrue: { ...seen, ...known, at: meta.at } } : {}) };
    }
  }
  const isQuiet = news.isUpdate || mustNotCreate(held, compared);
  const posted: PersonItem = {
    ...item,
    timestamp: Math.floor(saying.now() / 1000),
    attributes: isQuiet ? { ...send, [UPDATE]: true } : send,
  };
  const { attributes } = known;
  return {
    outcome: 'send',
    as: { meta: { ...meta, content }, item: JSON.stringify(posted), of: operation, attributes },
  };
}

type Stored = Required<Pick<SeenItem, 'content' | 'attributes'>>;

function isOurs(seen: SeenItem | undefined, { origin }: SayingImport): boolean {
  return seen?.importId === origin.importId;
}

/**
 * The last delivery about the person said the same, so that nothing differs: most people of a nightly file need no more
 * than this.
 * @returns undefined if the attributes must be looked at.
 */
function judgeSameContent(
  { meta, item }: Operation,
  seen: SeenItem,
  { origin, guards: { dated = false, resend } }: SayingImport,
): PersonJudgment | undefined {
  if (resend !== undefined || meta.unsaid || item.includes(`"${UPDATE}":true`)) return undefined;
  if (!dated) return { outcome: 'unchanged' };
  const isLater = isStillTrue({ feed: origin.feed, at: meta.at }, seen);
  // Attributes that another feed said may have older times than this row.
  if (seen.attributes && (isLater || seen.feed !== origin.feed)) return undefined;
  return { outcome: 'unchanged', ...(isLater ? { stillTrue: { ...seen, at: meta.at } } : {}) };
}

function readNews(
  { meta, item: json }: Operation,
  seen: SeenItem | undefined,
  saying: SayingImport,
): { readonly item: PersonItem; readonly news: PersonNews } {
  const { origin, guards, now } = saying;
  const item = JSON.parse(json) as PersonItem;
  const { [UPDATE]: update, ...attributes } = item.attributes;
  const news: PersonNews = {
    feed: origin.feed,
    at: meta.at,
    dated: guards.dated ?? false,
    attributes,
    isUpdate: update === true,
    unsaid: meta.unsaid ?? [],
    today: Math.floor(now() / DAY_MILLISECONDS),
    // What this import delivered a moment ago is not sent again.
    resendDays: isOurs(seen, saying) ? undefined : guards.resend,
  };
  return { item, news };
}
