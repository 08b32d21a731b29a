// Tells the events that a taxonomy knows from misspelt and from new ones.
import { distance } from 'fastest-levenshtein';
import type { PropertyType, Taxonomy } from '../../contracts/taxonomy.ts';

/** A known event, or what is wrong with the name. */
export type ResolvedEvent =
  | { readonly name: string; readonly properties: Readonly<Record<string, PropertyType>> }
  | { readonly reject: 'unknown_event' }
  | { readonly reject: 'misspelt_event'; readonly hint: string };

export type ResolveEvent = (name: string) => ResolvedEvent;

/** Typing errors that still mean the same word: one in eight characters. */
const TOLERANCE = 1 / 8;

/** Without a taxonomy every name is known. Names met before are answered from memory. */
export function compileEventNames(taxonomy: Taxonomy | undefined): ResolveEvent {
  if (!taxonomy) return (name) => ({ name, properties: {} });
  const intended = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(taxonomy.events)) {
    for (const spelling of [name, ...aliases]) intended.set(spelling, name);
  }
  const answers = new Map<string, ResolvedEvent>();
  return (name) => {
    const known = answers.get(name);
    if (known) return known;
    const answer = resolve(name, intended, taxonomy);
    if (answers.size < 10_000) answers.set(name, answer);
    return answer;
  };
}

function resolve(name: string, intended: ReadonlyMap<string, string>, taxonomy: Taxonomy): ResolvedEvent {
  const exact = intended.get(name);
  if (exact !== undefined) return { name: exact, properties: taxonomy.events[exact]?.properties ?? {} };
  const near = [...intended].find(([spelling]) => isNear(name, spelling));
  if (near) return { reject: 'misspelt_event', hint: near[1] };
  return taxonomy.names === 'open' ? { name, properties: {} } : { reject: 'unknown_event' };
}

/** Case, spaces, dashes and underscores aside, or a typing error apart. */
export function isNear(a: string, b: string): boolean {
  const [x, y] = [fold(a), fold(b)];
  return x === y || distance(x, y) <= Math.floor(Math.max(x.length, y.length) * TOLERANCE);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}
