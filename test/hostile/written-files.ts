// Text that is almost CSV: empty files, odd headers, damaged quotes, dangerous cells, very large sizes.
import { among, bytes, file, HEADER, type HostileFile, ROWS, TEXT } from './hostile-file.ts';

const EMPTY: readonly HostileFile[] = [
  bytes('no bytes', '', 'empty_file'),
  bytes('a byte order mark', '\ufeff', 'empty_file'),
  bytes('an empty line', '\n', 'empty_file'),
  bytes('spaces and lines', '  \r\n \n', 'empty_file'),
  bytes('a header', HEADER, 'no_rows'),
  bytes('a header and its line end', `${HEADER}\r\n`, 'no_rows'),
  bytes('a header and empty lines', `${HEADER}\n\n\n`, 'no_rows'),
  file('no line end after the last row', TEXT.trimEnd(), { delivered: 3 }),
  file('empty lines in between', TEXT.replaceAll('\n', '\n\n'), { delivered: 3 }),
];

const NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
  ...[
    '__proto__.polluted',
    'constructor.prototype.polluted',
    'length',
    '$where',
    '{{ liquid }}',
    '=1+1',
    '😀',
  ],
  ...['é', '日本', '<script>', '%s', '../x', 'a"b', "o'clock", 'then', 'toJSON'],
];

const HEADERS: readonly HostileFile[] = [
  ...NAMES.map((name) =>
    file(`a column named ${name}`, `id,"${name.replaceAll('"', '""')}"\np1,x\np2,y\n`, { delivered: 2 }),
  ),
  bytes('a repeated name', 'id,plan,plan\np1,a,b\n', 'duplicate_header'),
  bytes('no names', ',,\np1,a,b\n', 'blank_header'),
  file('a blank name', 'id,,note\np1,a,b\n', { delivered: 1 }),
  bytes('another kind of file', 'Handle,Title\nlamp,Lamp\n', 'missing_column'),
  bytes('NUL in the header', 'id,pl\0an\np1,a\n', 'not_text'),
  bytes('Latin-1 in the header', Buffer.from('id,caf\xe9\np1,a\n', 'latin1'), 'header_not_utf8'),
  bytes('a quote in the header that never closes', 'id,"plan\np1,a\n', 'broken_header'),
  bytes('a header of 2 MB', `id,${'x'.repeat(2_000_000)}\np1,a\n`, 'header_too_long'),
  file('a header in the middle', among(HEADER), { delivered: 2, repeated_header: 1 }),
];

const DAMAGED: readonly HostileFile[] = [
  bytes('a quote never closed', among('p4,gold,"open'), { delivered: 1, unterminated_quote: 2 }),
  bytes('a quote never closed at the end', `${TEXT}p4,gold,"open`, { delivered: 3, unterminated_quote: 1 }),
  bytes('a first cell never closed', among('"p4,gold,x'), { delivered: 1, unterminated_quote: 2 }),
  bytes('text after a quote', among('p4,gold,"a" b'), { delivered: 2, broken_quotes: 1 }),
  bytes('a quote closed by two', among('p4,gold,"a"""b"'), { delivered: 2, unterminated_quote: 1 }),
  file('quotes in the middle of a text', among('p4,5" pipe,a "word" here'), { delivered: 3 }),
  file('empty quotes', among('p4,"",""""'), { delivered: 3 }),
  file('lines in quotes', among('p4,"a\nb\r\nc","\n\n"'), { delivered: 3 }),
  file('rows in quotes', among(`p4,gold,"\n${ROWS.join('\n')}\n"`), { delivered: 3 }),
  file('too few cells', among('p4,gold'), { delivered: 2, column_count: 1 }),
  file('too many cells', among('p4,gold,a,b,c'), { delivered: 2, column_count: 1 }),
  file('one cell', among('p4'), { delivered: 2, column_count: 1 }),
  bytes('only delimiters', among(',,'), { delivered: 2 }),
  bytes('only spaces', among(' , , '), { delivered: 2 }),
  bytes('spaces around quotes', among('p4, "gold" ,x'), { delivered: 3 }),
  bytes('a quote that a backslash escapes', among('p4,"a\\",x"'), { delivered: 2, escaped_quote: 1 }),
  file('lines in quotes, and too many cells', among('p4,"a\np5,b,c\n",x,y'), {
    delivered: 2,
    column_count: 1,
  }),
];

const CONTROLS = [...Array(32).keys()].filter((code) => ![0, 10, 13].includes(code));
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', "=cmd|' /C calc'!A0", '\t=1', '=HYPERLINK("x")', '%00'];
const IDS = ['00123', '9007199254740993', '-0', '1e3', '__proto__', '💥', 'a b', "'; DROP TABLE", '{{x}}'];
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const CELLS: readonly HostileFile[] = [
  ...CONTROLS.map((code) =>
    file(`control character ${code}`, among(`p4,gold,a${String.fromCharCode(code)}b`), { delivered: 3 }),
  ),
  bytes('NUL in a cell', among('p4,gold,a\0b'), { delivered: 2, nul_byte: 1 }),
  ...FORMULAS.map((cell) => file(`the formula ${cell}`, among(`p4,gold,${quoted(cell)}`), { delivered: 3 })),
  ...IDS.map((id) => file(`the id ${id}`, among(`${quoted(id)},gold,x`), { delivered: 3 })),
  ...['NaN', 'null'].map((id) =>
    file(`the id ${id}`, among(`${id},gold,x`), { delivered: 2, placeholder_identifier: 1 }),
  ),
  file('an id that a spreadsheet shortened', among('1.23E+11,gold,x'), {
    delivered: 2,
    scientific_notation: 1,
  }),
  file('an id of 151 bytes', among(`${'é'.repeat(76)},gold,x`), { delivered: 2, identifier_too_long: 1 }),
  file('a value of 1,001 bytes', among(`p4,gold,${'x'.repeat(1001)}`), { delivered: 2, value_too_long: 1 }),
];

const MEBIBYTE = 1024 ** 2;
const columns = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`).join(',');

const SIZES: readonly HostileFile[] = [
  file('1,000 columns', `id,${columns(1000)}\np1,x${','.repeat(999)}\n`, { delivered: 1 }),
  file('10,000 columns', `id,${columns(10_000)}\np1,x${','.repeat(9_999)}\n`, { delivered: 1 }),
  file('301 attributes', `id,${columns(301)}\np1,${Array(301).fill('x').join(',')}\n`, {
    too_many_attributes: 1,
  }),
  bytes('a cell of 32 MB', () => Buffer.from(among(`p4,gold,${'x'.repeat(32 * MEBIBYTE)}`)), {
    delivered: 2,
    value_too_long: 1,
  }),
  file('5 MB of empty lines', `${TEXT}${'\n'.repeat(5 * MEBIBYTE)}`, { delivered: 3 }),
  bytes(
    'a quote and 200,000 lines that do not fit the header',
    () => Buffer.from(`${TEXT}p4,gold,"${'x\n'.repeat(200_000)}`),
    'unclear_quotes',
  ),
];

export const WRITTEN_FILES: readonly HostileFile[] = [...EMPTY, ...HEADERS, ...DAMAGED, ...CELLS, ...SIZES];

const KEYS = [
  ...[
    'with space.csv',
    'a+b.csv',
    '100%.csv',
    '%2F.csv',
    '%E9.csv',
    'é.csv',
    'e\u0301.csv',
    '😀.csv',
    '日本.csv',
  ],
  ...[
    'a&b=c.csv',
    'a?b#c.csv',
    '"quoted".csv',
    "o'clock.csv",
    '..csv',
    'deep/er/and/../x.csv',
    'no-ending',
    '.hidden',
  ],
  ...['=1+1.csv', '<script>.csv', '$(id).csv', `${'x'.repeat(900)}.csv`],
];

/** A valid file with odd names. */
export const NAMED_FILES: readonly HostileFile[] = KEYS.map((key) => ({
  ...file(`the key ${key.slice(0, 40)}`, TEXT, { delivered: 3 }),
  key,
}));
