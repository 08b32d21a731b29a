// What a cell looks like without what it says: enough to see what is wrong with a date or a number.

/** Longer ones are cut. */
const SHOWN_CHARACTERS = 24;

/** Letters as `A` and `a`, digits as `9`, all other characters but common punctuation as `·`. */
export function shapeOf(cell: string): string {
  const shown = [...cell.slice(0, SHOWN_CHARACTERS + 1)].map(mask);
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS).join('')}…` : shown.join('');
}

function mask(character: string): string {
  if (/\p{Nd}/u.test(character)) return '9';
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/[\p{L}\p{M}]/u.test(character)) return 'a';
  return /[ -~]/.test(character) ? character : '·';
}
