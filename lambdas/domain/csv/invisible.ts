// Characters that no one sees: they make two names or two people of what looks like one.

/** Zero-width characters, marks of direction, soft hyphens, fillers, and byte order marks inside a text. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'gu');
/** Within a text, these look like a space: spaces of other widths, Unicode's own line ends, an empty Braille pattern. */
const LIKE_A_SPACE = /[\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/u;
/** Most texts have no other characters. */
const VISIBLE_ASCII = /^[ -~]*$/;

/** Whether a text has invisible characters, or characters between others that look like a space but are not one. */
export function hasInvisible(text: string): boolean {
  return !VISIBLE_ASCII.test(text) && (INVISIBLE.test(text) || LIKE_A_SPACE.test(text.trim()));
}

/** The text without invisible characters and without the spaces around it. */
export function withoutInvisible(text: string): string {
  return (VISIBLE_ASCII.test(text) ? text : text.replaceAll(ALL_INVISIBLE, '')).trim();
}
