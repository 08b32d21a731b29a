// What a text looks like, without its letters and digits: reports and messages show it in place of the text.

/** A longer text is cut off. */
const SHOWN_CHARACTERS = 24;

/** Masks a text: letters as `A` and `a`, digits as `9`, all other characters except ASCII punctuation as `·`. */
export function shapeOf(text: string): string {
  const shown = [...text.slice(0, SHOWN_CHARACTERS + 1)].map(mask);
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS).join('')}…` : shown.join('');
}

function mask(character: string): string {
  if (/\p{Nd}/u.test(character)) return '9';
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/[\p{L}\p{M}]/u.test(character)) return 'a';
  return /[ -~]/.test(character) ? character : '·';
}
