// Cells of rejects.csv that a spreadsheet would run as a formula. They begin with an apostrophe there, which is taken off
// when the file is dropped again (docs/decisions/0018).

/**
 * What a spreadsheet reads as a formula, also after a tab or a line end (OWASP, "CSV Injection"). A negative number is
 * none. It has only ASCII characters, so that it also fits text with one character for each byte.
 */
const FORMULA = /^'*[ \t\r\n]*(?!-\d+(?:[.,]\d+)*$)[=+@-]./s;

/** The cell with an apostrophe in front if it is a formula, or apostrophes and a formula. */
export function neutralCell(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** The cell before `neutralCell`. */
export function originalCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
