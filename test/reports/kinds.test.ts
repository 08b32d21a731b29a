// Kinds of trouble that users of CSV imports report in public issue trackers, and the tests of each: the title of a
// `describe`, or of a test, and its file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const KINDS: readonly (readonly [kind: number, file: string, title: string])[] = [
  [1, 'test/reports/groups.test.ts', 'kind 1: a damaged row of an order'],
  [2, 'test/reports/groups.test.ts', 'kind 2: rows of an order that are parted'],
  [3, 'test/reports/keys.test.ts', 'kind 3: ids that start again each day'],
  [4, 'test/reports/keys.test.ts', 'kind 4: two events of one second'],
  [5, 'test/reports/identifiers.test.ts', "kind 5: a list's own id column"],
  [6, 'test/reports/keys.test.ts', 'kind 6: a column that identifies is gone'],
  [7, 'test/reports/cells.test.ts', 'kind 7: a space before a quote'],
  [8, 'test/reports/identifiers.test.ts', 'kinds 8 and 25: damaged addresses'],
  [9, 'test/reports/identifiers.test.ts', 'kind 9: an id that became a number with a decimal point'],
  [10, 'test/reports/cells.test.ts', 'kind 10: exact doubles'],
  [11, 'test/lambdas/domain/findings/unused-actions.test.ts', 'a column that says who was deleted'],
  [12, 'test/reports/cells.test.ts', 'kind 12: rows of only delimiters'],
  [13, 'test/reports/cells.test.ts', 'kinds 13 and 26: lists'],
  [14, 'test/reports/identifiers.test.ts', 'kind 14: an id that is a formula of a spreadsheet'],
  [15, 'test/reports/groups.test.ts', 'kind 15: a second person in an order'],
  [
    16,
    'test/integration/limits.slow.test.ts',
    'is not reported so if an order that was delivered before has %s',
  ],
  [17, 'test/lambdas/forward/suppressed-people.test.ts', 'a person that a feed suppressed'],
  [18, 'test/reports/cells.test.ts', 'kind 18: a header with other names than the feed states'],
  [19, 'test/reports/cells.test.ts', 'kind 19: a quote that a backslash escapes'],
  [20, 'test/reports/people.test.ts', 'kind 20: two feeds about the same people'],
  [21, 'test/reports/cells.test.ts', 'kind 21: text inside a quoted cell'],
  [22, 'test/lambdas/report/unfixed-rows.test.ts', 'a row whose structure was at fault'],
  [23, 'test/reports/identifiers.test.ts', 'kind 23: an error of a spreadsheet or a placeholder as an id'],
  [24, 'test/reports/keys.test.ts', 'kind 24: columns that rejects.csv adds'],
  [25, 'test/reports/cells.test.ts', 'kind 25: invisible characters in a header'],
  [26, 'test/reports/cells.test.ts', 'kinds 13 and 26: lists'],
  [27, 'test/reports/identifiers.test.ts', 'kind 27: phone numbers that identify'],
];

describe('the kinds of reported trouble', () => {
  it.each(KINDS)('kind %d has its tests in %s', (_, file, title) => {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8').replaceAll("\\'", "'");
    expect(text).toContain(title);
  });

  it('are 27', () => {
    const known = new Set(KINDS.map(([kind]) => kind));
    expect([...known].sort((a, b) => a - b)).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
  });
});
