// Says in which encoding text is that is not UTF-8. It is only advice: nothing is decoded by a guess.
import { TextDecoder } from 'node:util';

/** @param bytes that are not UTF-8. */
export function encodingAdvice(bytes: Buffer): string {
  return isShiftJis(bytes)
    ? 'It looks like Japanese text in Shift_JIS: file: { encoding: "shift_jis" }.'
    : 'Western European files are often in Windows-1252: file: { encoding: "windows-1252" }.';
}

/**
 * Whether the bytes are Shift_JIS, and no Western text. In Japanese text, several characters of two bytes follow each
 * other, and many begin with a byte from 0x81 to 0x9f. In Western text, these bytes are quotation marks and dashes.
 */
export function isShiftJis(bytes: Buffer): boolean {
  try {
    // The end can be cut within a character.
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes, { stream: true });
    if (/[\ue000-\uf8ff]/.test(text)) return false;
  } catch {
    return false;
  }
  const runs = runsOfPairs(bytes);
  const japanese = runs.filter((leads) => leads.length > 1 && leads.some((lead) => lead <= 0x9f));
  return japanese.flat().length * 2 > runs.flat().length;
}

/** The first bytes of characters of two bytes, by runs of such characters that follow each other. */
function runsOfPairs(bytes: Buffer): number[][] {
  const runs: number[][] = [];
  let next = -1;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x81 || (lead > 0x9f && lead < 0xe0)) continue;
    if (at === next) runs.at(-1)?.push(lead);
    else runs.push([lead]);
    at++;
    next = at + 1;
  }
  return runs;
}
