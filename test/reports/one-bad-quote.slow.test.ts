// One bad quote in a million rows, and rows of the wrong width around cells of several lines: both sides of "certain"
// (docs/decisions/0003).
import { describe, expect, it } from '@jest/globals';
import { eachRecord } from '../../lambdas/domain/csv/records.ts';

const ROWS = 1_000_000;
const BAD = 500_000;

function read(text: string) {
  const damaged: number[] = [];
  let sound = 0;
  const dialect = { delimiter: ',', newline: '\n', quoting: 'double' } as const;
  const options = { dialect, firstLine: 2, columns: 3, refusesLongDamage: true };
  eachRecord(Buffer.from(text), options, ({ line, cells, damage }) => {
    if (damage || cells.length !== 3) damaged.push(line);
    else sound++;
  });
  return { damaged, sound };
}

/** Rows `0,"text",x`, with the bad row in the middle. */
function rowsWith(bad: string, row = (n: number) => `${n},"text, ${n}",x`): string {
  return Array.from({ length: ROWS }, (_, n) => (n === BAD ? bad : row(n))).join('\n');
}

describe('one bad quote in a million rows', () => {
  it.each([
    ['text after a closing quote', `${BAD},"te"xt,x`, [BAD + 2]],
    ['a quote within a cell that has none', `${BAD},5" pipe,x,y`, [BAD + 2]],
    ['a quote that never closes', `${BAD},"text,x`, [BAD + 2, BAD + 3]],
  ])('costs its own lines: %s', (_, bad, lines) => {
    const { damaged, sound } = read(rowsWith(bad));
    expect(damaged).toEqual(lines);
    expect(sound).toBe(ROWS - lines.length);
  });

  it('refuses the file if no quote follows that shows where the cell ends', () => {
    expect(() => read(rowsWith(`${BAD},"text,x`, (n) => `${n},text ${n},x`))).toThrow(
      expect.objectContaining({ code: 'unclear_quotes' }),
    );
  });
});
