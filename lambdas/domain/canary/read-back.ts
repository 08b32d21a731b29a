// Compares what a canary delivered with what Customer.io then has about those people. The result has counts and names of
// attributes, but no values.
import * as z from 'zod';
import type { Identifiers, Item } from '../operations/item.ts';
import type { Operation } from '../operations/operation.ts';

const people = z.number().int().nonnegative();

export const ReadBackSchema = z.object({
  /** People that were looked up. */
  people,
  /** Those without a profile. */
  missing: people,
  /** Those with an attribute that differs from what was sent. */
  differing: people,
  /** The attributes that differ, with the number of people; the most frequent first. */
  attributes: z.array(z.object({ name: z.string(), people })),
  /** Those that could not be looked up. */
  unread: people,
  /** Why they could not. */
  because: z.string().optional(),
});
export type ReadBack = Readonly<z.infer<typeof ReadBackSchema>>;

export const NOTHING_READ: ReadBack = { people: 0, missing: 0, differing: 0, attributes: [], unread: 0 };

type Attributes = Readonly<Record<string, unknown>>;

export interface Expected {
  readonly identifiers: Identifiers;
  /** As they were sent. A person with events only has none. */
  readonly attributes: Attributes;
}

/** `same`, `missing`, or the names of attributes that differ. */
export type Comparison = 'same' | 'missing' | readonly string[];

/** The people that must have a profile after this delivery. Deletions and the like are not looked up. */
export function expectedPeople(delivered: readonly Operation[]): Expected[] {
  const expected = new Map<string, Expected>();
  for (const { meta, item } of delivered) {
    const sent = JSON.parse(item) as Item;
    // Customer.io accepts a merge into a person who does not exist, and does nothing.
    if (sent.action === 'merge')
      expected.set(JSON.stringify(sent.primary), { identifiers: sent.primary, attributes: {} });
    if (sent.type !== 'person' || sent.action === 'merge' || !MAKES_A_PROFILE.has(sent.action)) continue;
    const { attributes = {} } = expected.get(meta.person) ?? {};
    const news = sent.action === 'identify' ? sent.attributes : {};
    expected.set(meta.person, {
      identifiers: sent.identifiers,
      attributes: Object.assign(Object.create(null), attributes, news),
    });
  }
  return [...expected.values()];
}

const MAKES_A_PROFILE: ReadonlySet<Item['action']> = new Set(['identify', 'event', 'add_relationships']);

/** @param held the attributes in Customer.io; undefined if there is no such person. */
export function comparePerson({ attributes }: Expected, held: Attributes | undefined): Comparison {
  if (!held) return 'missing';
  const differing = Object.entries(attributes)
    .filter(([name, sent]) => name !== '_update' && !isSame(name, sent, valueAt(held, name)))
    .map(([name]) => name);
  return differing.length === 0 ? 'same' : differing;
}

/** @param comparisons one for each person; undefined if the look-up failed, with the cause in `because`. */
export function countComparisons(
  comparisons: readonly (Comparison | undefined)[],
  because: string | undefined,
): ReadBack {
  const differing = comparisons.filter((one) => typeof one === 'object');
  const unread = comparisons.filter((one) => one === undefined).length;
  return {
    people: comparisons.length,
    missing: comparisons.filter((one) => one === 'missing').length,
    differing: differing.length,
    attributes: addNames(differing.flat().map((name) => ({ name, people: 1 }))),
    unread,
    ...(unread > 0 && because !== undefined ? { because } : {}),
  };
}

export function addReadBacks(a: ReadBack, b: ReadBack): ReadBack {
  const because = a.because ?? b.because;
  return {
    people: a.people + b.people,
    missing: a.missing + b.missing,
    differing: a.differing + b.differing,
    attributes: addNames([...a.attributes, ...b.attributes]),
    unread: a.unread + b.unread,
    ...(because === undefined ? {} : { because }),
  };
}

function addNames(names: ReadBack['attributes']): ReadBack['attributes'] {
  const sums = new Map<string, number>();
  for (const { name, people } of names) sums.set(name, (sums.get(name) ?? 0) + people);
  return [...sums]
    .map(([name, people]) => ({ name, people }))
    .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
}

/** By name, or by path: one topic of the subscription preferences is sent under its path. */
function valueAt(held: Attributes, name: string): unknown {
  if (Object.hasOwn(held, name)) return held[name];
  return name.split('.').reduce<unknown>((bag, key) => asBag(bag)[key], held);
}

/** The App API returns every attribute as a string, and an object as its JSON (its OpenAPI, "Attributes are all stored as strings"). */
function isSame(name: string, sent: unknown, held: unknown): boolean {
  if (sent === null || sent === '') return held === undefined || held === null || held === '';
  if (held === undefined || held === null) return false;
  if (typeof sent === 'number') return held !== '' && Number(held) === sent;
  if (Array.isArray(sent)) {
    const list = parsed(held);
    return (
      Array.isArray(list) &&
      list.length === sent.length &&
      sent.every((one, index) => isSame('', one, list[index]))
    );
  }
  if (typeof sent === 'object') {
    const bag = asBag(held);
    return Object.entries(sent).every(([key, one]) => isSame('', one, bag[key]));
  }
  // "`email` is case-insensitive."
  const text = (value: unknown) => (name === 'email' ? String(value).toLowerCase() : String(value));
  return text(held) === text(sent);
}

function asBag(value: unknown): Attributes {
  const bag = parsed(value);
  return typeof bag === 'object' && bag !== null && !Array.isArray(bag) ? (bag as Attributes) : {};
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
