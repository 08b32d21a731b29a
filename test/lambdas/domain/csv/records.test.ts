import { describe, expect, it } from '@jest/globals';
import type { Dialect } from '../../../../lambdas/domain/csv/dialect.ts';
import { readRecords } from '../../../../lambdas/domain/csv/records.ts';

function read(text: string | Buffer, columns = 3, dialect: Partial<Dialect> = {}) {
  return readRecords(Buffer.from(text), {
    dialect: { delimiter: ',', newline: '\n', quoting: 'double', ...dialect },
    firstLine: 2,
    columns,
  });
}

describe('readRecords', () => {
  it('returns cells unchanged and untrimmed', () => {
    expect(read(' 1 ,007,"a ""b"""\n')).toEqual([{ line: 2, cells: [' 1 ', '007', 'a "b"'] }]);
  });

  it('numbers records by the line on which they start', () => {
    const text = '1,"two\nlines",a\n2,"and\r\nCRLF",b\r\n3,c,d\n';
    expect(read(text).map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  it('numbers the lines of a file with CR line ends', () => {
    expect(read('1,"a\nb",c\r2,"d\re",f\r3,g,h', 3, { newline: '\r' }).map(({ line }) => line)).toEqual([
      2, 3, 5,
    ]);
  });

  it('skips blank lines, and counts them', () => {
    expect(read('\n1,a,b\n\r\n\n2,c,d\n\n').map(({ line }) => line)).toEqual([3, 6]);
  });

  it('reads a quoted empty cell as a record', () => {
    expect(read('""\n\nx\n', 1)).toEqual([
      { line: 2, cells: [''] },
      { line: 4, cells: ['x'] },
    ]);
  });

  it('returns records of another width than the header unchanged, so that their rows are rejected', () => {
    expect(read('1\n1,2,3,4\n')).toEqual([
      { line: 2, cells: ['1'] },
      { line: 3, cells: ['1', '2', '3', '4'] },
    ]);
  });

  it('returns nothing for no bytes', () => {
    expect(read('')).toEqual([]);
    expect(read('\r\n\n')).toEqual([]);
  });
});

describe('readRecords of damaged quotes', () => {
  const SOUND = '9,y,z\n';
  const sound = (line: number) => ({ line, cells: ['9', 'y', 'z'] });

  it('reads a quote within text literally', () => {
    expect(read(`1,5" pipe,"x"\n${SOUND}`)).toEqual([{ line: 2, cells: ['1', '5" pipe', 'x'] }, sound(3)]);
  });

  it.each([
    ['text after a closing quote', '1,"a"b,c\n', 'broken_quotes', 1],
    ['a quote that never closes', '1,"a,c\n', 'unterminated_quote', 1],
    ['a quote within text, and too few cells', '1,5" pipe\n', 'unterminated_quote', 1],
    ['a quote that closes some lines later', '1,"a,c\nx\n",b,c\n', 'unterminated_quote', 3],
  ] as const)('marks %s, and reads on behind it', (_, damaged, damage, lines) => {
    const records = read(`${SOUND}${damaged}${SOUND}`);
    expect(records.map((record) => record.damage)).toEqual([
      undefined,
      ...Array(lines).fill(damage),
      undefined,
    ]);
    expect(records.at(-1)).toEqual(sound(3 + lines));
  });

  it('returns a best guess of the cells of a damaged line, for rejects.csv', () => {
    expect(read('1,"a"b,c\n')).toEqual([{ line: 2, cells: ['1', '"a"b', 'c'], damage: 'broken_quotes' }]);
  });

  it('loses nothing if the last quote of a file is open', () => {
    expect(read(`${SOUND}1,a,"open\n${SOUND}${SOUND}`).map(({ line, damage }) => [line, damage])).toEqual([
      [2, undefined],
      [3, 'unterminated_quote'],
      [4, undefined],
      [5, undefined],
    ]);
  });

  it('loses no record that a single CR ends in a file with LF', () => {
    expect(read('1,5" pipe,x\r2,b,c\n3,"d"e,f\r4,g,h\n').map(({ cells }) => cells[0])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('does not trust quotes in the line after a damaged one', () => {
    expect(read(`1,"a"b,c\n2,5" pipe,x\n${SOUND}`).map(({ damage }) => damage)).toEqual([
      'broken_quotes',
      'broken_quotes',
      undefined,
    ]);
  });
});

describe('readRecords with quotes that a backslash escapes', () => {
  const readBackslash = (text: string) => read(text, 3, { quoting: 'backslash' });

  it('reads the character after a backslash literally, within quotes', () => {
    const [record] = readBackslash('1,"say \\"hi\\"","a\\\\"\n');
    expect(record).toEqual({ line: 2, cells: ['1', 'say "hi"', 'a\\'] });
  });

  it('reads a backslash outside of quotes as text', () => {
    expect(readBackslash('1,\\N,C:\\x\n')).toEqual([{ line: 2, cells: ['1', '\\N', 'C:\\x'] }]);
  });

  it('marks a doubled quote as damaged, and continues after it', () => {
    const records = readBackslash('1,"say ""hi""",a\n2,b,c\n');
    expect(records.map(({ line, damage }) => [line, damage])).toEqual([
      [2, 'broken_quotes'],
      [3, undefined],
    ]);
  });
});

describe('readRecords without quoting', () => {
  const readEscaped = (text: string) => read(text, 3, { delimiter: '|', quoting: 'none' });

  it('reads quotes as text', () => {
    expect(readEscaped('1|"a|5" pipe\n')).toEqual([{ line: 2, cells: ['1', '"a', '5" pipe'] }]);
  });

  it('reads a delimiter, line end, quote or backslash after a backslash literally', () => {
    const [record, next] = readEscaped('1|a\\|b\\\\|New\\\nYork \\"x\\"\n2|c|d\n');
    expect(record).toEqual({ line: 2, cells: ['1', 'a|b\\', 'New\nYork "x"'] });
    expect(next).toEqual({ line: 4, cells: ['2', 'c', 'd'] });
  });

  it('keeps a backslash before any other character, so that null tokens stay', () => {
    expect(readEscaped('\\N|C:\\x|a\\').map(({ cells }) => cells)).toEqual([['\\N', 'C:\\x', 'a\\']]);
  });

  it('ends a record at a line end after two backslashes', () => {
    expect(readEscaped('1|2|a\\\\\r\n3|4|b\n').map(({ cells }) => cells[2])).toEqual(['a\\', 'b']);
  });
});

describe('readRecords of bytes that are not text', () => {
  const SOUND = { line: 4, cells: ['9', 'y', 'é'] };

  it('marks only the record with a NUL', () => {
    expect(read('1,a\0b,c\n2,x,y\n9,y,é\n')).toEqual([
      { line: 2, cells: ['1', 'a\0b', 'c'], damage: 'nul_byte' },
      { line: 3, cells: ['2', 'x', 'y'] },
      SOUND,
    ]);
  });

  it('marks a record in another encoding, and keeps its bytes', () => {
    const bytes = Buffer.concat([Buffer.from('1,Zo\xeb,"a\n\xa3"\n', 'latin1'), Buffer.from('9,y,é\n')]);
    expect(read(bytes)).toEqual([
      { line: 2, cells: ['1', 'Zo\xeb', 'a\n\xa3'], damage: 'invalid_encoding' },
      SOUND,
    ]);
  });

  it('marks a record with a character that was lost before', () => {
    expect(read('1,Zo\ufffd,c\n\n9,y,é\n')).toEqual([
      { line: 2, cells: ['1', 'Zo\ufffd', 'c'], damage: 'lost_character' },
      SOUND,
    ]);
  });

  it.each(['double', 'backslash', 'none'] as const)('does so with quoting %s', (quoting) => {
    const bytes = Buffer.from('1,\xe9,c\n2,a\0,c\n3,b,c\n', 'latin1');
    expect(read(bytes, 3, { quoting }).map(({ damage }) => damage)).toEqual([
      'invalid_encoding',
      'nul_byte',
      undefined,
    ]);
  });
});
