// Finds the event of the taxonomy that a name means, or what is wrong with the name.
import { distance } from 'fastest-levenshtein';
import { type PropertyType, spellingsOf, type Taxonomy } from '../../contracts/feed/taxonomy.ts';

/** An event of the taxonomy, or what is wrong with the name. */
export type ResolvedEvent =
  | { readonly name: string; readonly properties: Readonly<Record<string, PropertyType>> }
  | { readonly reject: 'unknown_event' }
  | { readonly reject: 'misspelt_event'; readonly hint: string };

export type ResolveEvent = (name: string) => ResolvedEvent;

/** The share of typing errors in a name that probably means a known event: one in eight characters. */
const TOLERANCE = 1 / 8;

/** Without a taxonomy, every name is accepted. Results are remembered. */
export function compileEventNames(taxonomy: Taxonomy | undefined): ResolveEvent {
  if (!taxonomy) return (name) => ({ name, properties: {} });
  const intended = spellingsOf(taxonomy);
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
  const near = nearest(name, intended);
  if (near !== undefined) return { reject: 'misspelt_event', hint: near };
  return taxonomy.names === 'open' ? { name, properties: {} } : { reject: 'unknown_event' };
}

function nearest(name: string, intended: ReadonlyMap<string, string>): string | undefined {
  const folded = fold(name);
  let best: { readonly meant: string; readonly typos: number } | undefined;
  for (const [spelling, meant] of intended) {
    const other = fold(spelling);
    const typos = distance(folded, other);
    const tolerated = Math.floor(Math.max(folded.length, other.length) * TOLERANCE);
    if (typos <= tolerated && typos < (best?.typos ?? Number.POSITIVE_INFINITY)) best = { meant, typos };
  }
  return best?.meant;
}

/** Ignores case, spaces, dashes and underscores. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}
