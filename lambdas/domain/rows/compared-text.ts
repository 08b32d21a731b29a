// How cells are compared with the texts that a feed states.
import { withoutInvisible } from '../csv/invisible.ts';

/** Upper and lower case, spaces around a text, and invisible characters make no difference. */
export function comparedText(text: string): string {
  return withoutInvisible(text).toLowerCase();
}
