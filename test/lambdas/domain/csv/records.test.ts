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
    ['a quote within text, and too few cells', '1,5" pipe\n', 'unterminated_quote', 1],
    ['quotes in a quoted cell that are not doubled', '1,"say "hi" to",c\n', 'broken_quotes', 1],
    ['such quotes in a cell of several lines', '1,"say "hi" to\n666,x,y\nall",c\n', 'broken_quotes', 3],
    [
      'a quote that never closes, up to the next quoted cell',
      '1,"a,c\n2,b,c\n3,"x y",z\n',
      'unterminated_quote',
      3,
    ],
  ] as const)('marks %s, and reads on after it', (_, damaged, damage, lines) => {
    const records = read(`${SOUND}${damaged}${SOUND}`);
    expect(records.map((record) => record.damage)).toEqual([
      undefined,
      ...Array(lines).fill(damage),
      undefined,
    ]);
    expect(records.at(-1)).toEqual(sound(3 + lines));
  });

  it.each([
    ['a sound cell of several lines', '1,a,"one\n666,x,y\nend",extra\n'],
    ['two of them', '1,"one\n666,x,y\nend","two\n667,x,y\nend",b,c\n'],
    ['one in a row with too few cells', '1,"one\n666,x,y\nend"\n'],
    ['one with doubled quotes', '1,"one\n666,""x"",y\nend",b,c\n'],
  ])('never opens %s, whatever the width of its row', (_, row) => {
    const records = read(`${SOUND}${row}${SOUND}`);
    expect(records.map(({ cells, damage }) => [cells[0], damage])).toEqual([
      ['9', undefined],
      ['1', undefined],
      ['9', undefined],
    ]);
  });

  it('never opens a sound cell that follows a quote at fault', () => {
    const text = `1,"a,c\n2,"one\n666,x,y\nend",c\n${SOUND}`;
    const sounds = read(text).filter(({ damage }) => damage === undefined);
    expect(sounds).toEqual([sound(6)]);
  });

  it.each([
    ['in a row', '1, "a, b" ,c\n', ['1', 'a, b', 'c']],
    ['in a cell of several lines', '1,  "a\nb",c\n', ['1', 'a\nb', 'c']],
    ['in the first and the last cell', ' "1",a, "c" \n', ['1', 'a', 'c']],
    ['but not around text', ' 1 , a ,c\n', [' 1 ', ' a ', 'c']],
  ])('takes off spaces around quotes %s', (_, row, cells) => {
    expect(read(`${row}${SOUND}`).map((record) => [record.cells, record.damage])).toEqual([
      [cells, undefined],
      [sound(2).cells, undefined],
    ]);
  });

  it.each([['1,"a\\",gold"\n'], ['1,"say \\"hi\\"",c\n'], ['1,"a\\", b, c",d\n']])(
    'rejects a quote that a backslash escapes: %j',
    (row) => {
      expect(read(`${row}${SOUND}`).map(({ damage }) => damage)).toEqual(['escaped_quote', undefined]);
    },
  );

  it('keeps a backslash at the end of a sound cell', () => {
    expect(read('1,"C:\\dir\\",c\n')).toEqual([{ line: 2, cells: ['1', 'C:\\dir\\', 'c'] }]);
  });

  it('returns a best guess of the cells of a damaged line, for rejects.csv', () => {
    expect(read('1,"a"b,c\n')).toEqual([{ line: 2, cells: ['1', '"a"b', 'c'], damage: 'broken_quotes' }]);
  });

  it('rejects all lines after a last quote that is open, because each can be a row or a part of the cell', () => {
    expect(read(`${SOUND}1,a,"open\n${SOUND}${SOUND}`).map(({ line, damage }) => [line, damage])).toEqual([
      [2, undefined],
      [3, 'unterminated_quote'],
      [4, 'unterminated_quote'],
      [5, 'unterminated_quote'],
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

  it.each([
    ['1,000 lines', `1,"open\n${'2,b,c\n'.repeat(998)}`, undefined],
    ['more lines', `1,"open\n${'2,b,c\n'.repeat(1_000)}`, 'unclear_quotes'],
    ['more than 1 MiB', `1,"open\n${'x'.repeat(1024 * 1024)}\n`, 'unclear_quotes'],
    ['more lines in a row of another width', `1,"open\n${'2,b,c\n'.repeat(1_000)}"\n`, 'unclear_quotes'],
    ['more lines in a sound row', `1,"open\n${'2,b,c\n'.repeat(1_000)}",c\n`, undefined],
  ])(
    'refuses the file if asked to, and one quote costs more than 1,000 lines or 1 MiB: %s',
    (_, text, code) => {
      const options = {
        dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
        firstLine: 2,
        columns: 3,
        refusesLongDamage: true,
      } as const;
      const reading = () => readRecords(Buffer.from(SOUND + text), options);
      if (code === undefined) expect(reading()[0]).toEqual(sound(2));
      else
        expect(reading).toThrow(
          expect.objectContaining({ code, message: expect.stringContaining('The quote is on line 3.') }),
        );
    },
  );
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
