import { describe, expect, it } from '@jest/globals';
import { type AColumn, codes, findingsInColumn, times } from './a-file.ts';

const days = times(10, (n) => `2025-10-1${n}`);

describe('dates that are sent as text', () => {
  it.each<[string, AColumn, boolean]>([
    ['are found', { name: 'birthday', cells: days }, true],
    ['are found with a time of day', { name: 'seen', cells: days.map((day) => `${day} 10:11:12Z`) }, true],
    ['are found among empty cells', { name: 'seen', cells: [...days, '', ' '] }, true],
    ['are what the feed states', { cells: days, rule: { type: 'string' } }, false],
    ['are not sent', { cells: days, rule: { unsent: true } }, false],
    ['are sent as dates', { cells: days, rule: { type: 'date' } }, false],
    ['can be a part of a text if they are few', { name: 'note', cells: days.slice(0, 4) }, false],
    ['are not all of the cells', { name: 'note', cells: [...days, 'soon'] }, false],
    ['need a format first', { cells: times(10, (n) => `0${(n % 8) + 1}/05/2025`) }, false],
  ])('%s', (_, column, isFound) => {
    expect(codes(findingsInColumn(column)).includes('dates_as_text')).toBe(isFound);
  });
});
