// Parses JSON in a cell without loss: `JSON.parse` rounds numbers, keeps the last of two equal names, and accepts
// characters that cannot be sent.
import type { Value } from '../operations/properties.ts';

export type ReadJson =
  | { readonly value: Value }
  | {
      readonly reject: 'not_json' | 'number_too_precise' | 'duplicate_json_name' | 'invalid_json_character';
    };

/** @param isExact whether a double keeps a number that is written like this. */
export function readJson(cell: string, isExact: (number: string) => boolean): ReadJson {
  let precise = true;
  let sound = true;
  let names = 0;
  function inspect(this: unknown, name: string, value: unknown, context?: { readonly source?: string }) {
    if (!Array.isArray(this)) names++;
    if (typeof value === 'number') precise &&= isExact(context?.source ?? '');
    sound &&= isSound(name) && (typeof value !== 'string' || isSound(value));
    return value;
  }
  try {
    const value = JSON.parse(cell, inspect) as Value;
    if (!precise) return { reject: 'number_too_precise' };
    if (!sound) return { reject: 'invalid_json_character' };
    // The value itself counts as a name of an object around it.
    return names - 1 === countNames(cell) ? { value } : { reject: 'duplicate_json_name' };
  } catch {
    return { reject: 'not_json' };
  }
}

/** No NUL (`\u0000`), and no half of a character that needs two (`\ud83d`). */
function isSound(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The names in valid JSON: one for each colon outside of texts. */
function countNames(json: string): number {
  let names = 0;
  for (let at = 0; at < json.length; at++) {
    if (json[at] === ':') names++;
    if (json[at] === '"') at = endOfText(json, at);
  }
  return names;
}

function endOfText(json: string, open: number): number {
  let at = open + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
