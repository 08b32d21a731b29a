import { describe, expect, it } from '@jest/globals';
import type { FileOptions } from '../../../../lambdas/contracts/feed/file-options.ts';
import { sniffHead } from '../../../../lambdas/domain/csv/head.ts';

const head = (text: string | Buffer, stated: FileOptions = {}) =>
  sniffHead({ bytes: Buffer.from(text), isWhole: true }, stated);

describe('sniffHead', () => {
  it('reads the header and where the first row starts', () => {
    expect(head('id,email\n1,a@x.org\n')).toEqual({
      dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
      header: ['id', 'email'],
      notes: [],
      bodyStart: 9,
      bodyLine: 2,
      isHeaderLike: false,
    });
  });

  it.each([
    ['one line', 1, 'Customers\nid,email\n1,a@x.org\n', 3],
    ['a title of a spreadsheet, with its delimiters', 1, 'Customers,,\nid,email\n', 3],
    ['a blank line, which counts', 2, 'Customers\n\nid,email\n', 4],
    ['a blank line after those that are counted', 1, 'Customers\n\nid,email\n', 4],
    ['CRLF', 2, 'Customers\r\nMay 2026\r\nid,email\r\n', 4],
    ['CR alone', 2, 'Customers\rMay\rid,email\r', 4],
    ['a quote that is not closed', 1, 'The "best customers\nid,email\n', 3],
    ['an apparent header of another kind', 1, 'a;b;c\nid,email\n', 3],
    ['an object in JSON', 1, 'filter: {"a": 1}\nid,email\n', 3],
    ['the mark of the delimiter before them', 1, 'sep=,\nCustomers\nid,email\n', 4],
    ['a byte order mark before them', 1, '\ufeffCustomers\nid,email\n', 3],
  ])('leaves out lines above the header: %s', (_, skipLines, text, bodyLine) => {
    expect(head(text, { skipLines })).toMatchObject({
      header: ['id', 'email'],
      dialect: { delimiter: ',' },
      bodyLine,
    });
  });

  it('leaves out lines above the first row of a file without a header', () => {
    expect(head('Customers\n1,a@x.org\n', { skipLines: 1, columns: ['id', 'email'] })).toMatchObject({
      bodyStart: 10,
      bodyLine: 2,
    });
  });

  it('leaves out no line of a rejects.csv', () => {
    const text =
      'id,_reject_file,_reject_line,_reject_code,_reject_column,_reject_reason\n1,a.csv,2,c,id,r\n';
    expect(head(text, { skipLines: 1 }).header).toHaveLength(6);
  });

  it.each(['Customers\n', 'id,email\n1,a@x.org', 'id,email\n1,a@x.org\n\n\n'])(
    'refuses %j, which ends before its header',
    (text) => {
      expect(() => head(text, { skipLines: 2 })).toThrow(expect.objectContaining({ code: 'no_header' }));
    },
  );

  it.each([
    [',', 'id,email;s,name'],
    [';', 'id;email;name'],
    ['\t', 'id\temail, work\tname'],
    ['|', 'id|email|name'],
    [',', 'id'],
    [';', '"last, first, middle";id'],
    [';', 'id;"address,\r\nin, three,\r\nlines"'],
    ['|', '"a ""b"", c, d"|id'],
  ])('finds the delimiter %j in %j', (delimiter, header) => {
    expect(head(`${header}\n`).dialect.delimiter).toBe(delimiter);
  });

  it.each([
    ['\n', 'id,name\n1,a\n', 'LF'],
    ['\n', 'id,name\r\n1,a\r\n', 'CRLF'],
    ['\r', 'id,name\r1,a\r', 'CR alone'],
    ['\r', 'id,name\r1,"two\nlines"\r', 'CR, with LF in a cell'],
    ['\n', 'id,name\n1,"two\rlines"\n', 'LF, with CR in a cell'],
    ['\n', 'id,name\r1,a\n2,b\n', 'CR and LF'],
    ['\n', 'id,name', 'no line end at all'],
  ])('finds the line end %j in %j: %s', (newline, text) => {
    expect(head(text)).toMatchObject({ header: ['id', 'name'], dialect: { newline } });
  });

  it.each([
    ['quotes', '"id","say ""hi"""\n', ['id', 'say "hi"'], 2],
    ['line ends in a name', '"id","two\nlines"\n1,2\n', ['id', 'two\nlines'], 3],
    [
      'line ends in the first name, after a byte order mark',
      '\ufeff"two\nlines",id\n1,2\n',
      ['two\nlines', 'id'],
      3,
    ],
    ['spaces around names', ' id , "the name" \n', ['id', 'the name'], 2],
    ['spaces before quotes', '"id", "a, b"\n"1", "x"\n', ['id', 'a, b'], 2],
    ['names in any language', '日,é😀\n', ['日', 'é😀'], 2],
    ['CRLF', 'id,name\r\n', ['id', 'name'], 2],
    ['CRCRLF, from a double conversion', 'id,name\r\r\n1,a\r\r\n', ['id', 'name'], 2],
    ['blank lines before it', '\n\r\nid,name\n1,a\n', ['id', 'name'], 4],
  ])('reads a header with %s', (_, text, header, bodyLine) => {
    expect(head(text)).toMatchObject({ header, bodyLine });
  });

  it('removes the byte order mark', () => {
    expect(head('\ufeffid,name\n').header).toEqual(['id', 'name']);
  });

  it('reads a header without rows', () => {
    expect(head('id,name')).toMatchObject({ header: ['id', 'name'], bodyStart: 7 });
  });

  it('reads a header of thousands of columns', () => {
    const header = Array.from({ length: 5_000 }, (_, n) => `column ${n}`);
    expect(head(`${header.join(',')}\n`).header).toEqual(header);
  });

  it('numbers columns without a name, and reports them', () => {
    const { header, notes } = head('id,,name,\n1,x,a,y\n');
    expect(header).toEqual(['id', 'column_2', 'name', 'column_4']);
    expect(notes.map(({ column }) => column)).toEqual(['column_2', 'column_4']);
  });

  it.each([
    ['zero-width spaces', '\u200bid,email\u200b\n'],
    ['soft hyphens', 'i\u00add,e\u00admail\n'],
    ['marks of direction', '\u200eid\u200f,\u202aemail\u202c\n'],
    ['a word joiner and a second byte order mark', '\ufeff\ufeffid\u2060,e\ufeffmail\n'],
    ['quotes', '"\u200bid","email\u2063"\n'],
  ])('removes invisible characters from names, and reports them: %s', (_, text) => {
    const { header, notes } = head(text);
    expect(header).toEqual(['id', 'email']);
    expect(notes).toEqual([
      { column: 'id', message: expect.stringMatching(/^The name of the column has invisible characters/) },
      { column: 'email', message: expect.stringMatching(/invisible/) },
    ]);
  });

  it('keeps letters with marks, and spaces within a name', () => {
    expect(head('e\u0301t\u00e9,first name,名前\n')).toMatchObject({
      header: ['e\u0301té', 'first name', '名前'],
      notes: [],
    });
  });

  it('finds the columns of the feed in a header with invisible characters', () => {
    expect(head('\u200bID,Name\n1,Ann\n', { columns: ['id', 'name'] })).toMatchObject({ bodyLine: 2 });
  });

  it('reads names of JavaScript like any other name', () => {
    const header = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    expect(head(`${header.join(',')}\n`).header).toEqual(header);
  });

  it.each([
    ['empty_file', ''],
    ['empty_file', '\ufeff'],
    ['empty_file', ' \r\n\n'],
    ['not_text', 'id,na\0me\n1,2\n'],
    ['not_csv_html', '\ufeff<html><body>Please sign in</body></html>'],
    ['blank_header', ',,\n1,2,3\n'],
    ['blank_header', '"",""\n'],
    ['duplicate_header', 'id,name,id\n'],
    ['duplicate_header', 'id,name, id \n'],
    ['duplicate_header', 'id,column_3,\n'],
    ['duplicate_header', 'id,email,email\u200b\n'],
    ['blank_header', '\u200b,\u00ad\n1,2\n'],
    ['broken_header', 'id,"name\n1,a\n'],
    ['broken_header', '"id"s,name\n'],
  ])('refuses as %s: %j', (code, text) => {
    expect(() => head(text)).toThrow(expect.objectContaining({ name: 'RefusedError', code }));
  });

  it('refuses a header in another encoding, because its names would be wrong', () => {
    const code = 'header_not_utf8';
    expect(() => head(Buffer.from('id,prénom\n1,a\n', 'latin1'))).toThrow(expect.objectContaining({ code }));
  });

  it('ignores rows in another encoding or with a NUL, which are rejected later', () => {
    expect(head(Buffer.from('id,name\n1,é\n2,a\0b\n', 'latin1')).header).toEqual(['id', 'name']);
  });

  it('names the column that occurs twice', () => {
    expect(() => head('id,e-mail,e-mail\n')).toThrow('"e-mail"');
  });

  it('refuses a header that is longer than the start of the text', () => {
    const code = 'header_too_long';
    expect(() => sniffHead({ bytes: Buffer.from('id,name'), isWhole: false })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it.each(['double', 'backslash', 'none'] as const)(
    'refuses a megabyte of quotes that never close without delay, with quoting %s',
    (quoting) => {
      const bytes = Buffer.from(`"${'ab\\"'.repeat(250_000)}`);
      const code = 'header_too_long';
      expect(() => sniffHead({ bytes, isWhole: false }, { quoting })).toThrow(
        expect.objectContaining({ code }),
      );
    },
  );

  it('reads a header if the bytes end within a character', () => {
    const bytes = Buffer.from('id,name\n1,é');
    expect(sniffHead({ bytes: bytes.subarray(0, -1), isWhole: false }).header).toEqual(['id', 'name']);
  });
});

describe('sniffHead of a file with the delimiter of Excel', () => {
  it.each([
    ['sep=;\r\nid;name\r\n1;a\r\n', ';', 3],
    ['\ufeffsep=|\nid|name\n1|a\n', '|', 3],
    ['"sep=;"\nid;name\n1;a\n', ';', 3],
    ['SEP=\t\nid\tname\n', '\t', 3],
  ])('reads %j', (text, delimiter, bodyLine) => {
    expect(head(text)).toMatchObject({ header: ['id', 'name'], dialect: { delimiter }, bodyLine });
  });

  it('uses the delimiter of the file, not of the feed', () => {
    expect(head('sep=;\nid;a,b\n', { delimiter: ',' }).header).toEqual(['id', 'a,b']);
  });
});

describe('sniffHead with file options of the feed', () => {
  it('uses the delimiter of the feed', () => {
    expect(head('a;b,c;d\n', { delimiter: ',' }).header).toEqual(['a;b', 'c;d']);
  });

  it.each([
    ['backslash', '"say \\"hi\\", you",id\n', ['say "hi", you', 'id']],
    ['none', 'first\\, last,5" pipe\n', ['first, last', '5" pipe']],
  ] as const)('reads a header with quoting %s', (quoting, text, header) => {
    expect(head(text, { quoting }).header).toEqual(header);
  });

  const columns = ['id', 'name', 'city'];

  it('reads the first line as a row if the feed has columns', () => {
    expect(head('1|Ann|"Oslo"\n', { columns })).toEqual({
      dialect: { delimiter: '|', newline: '\n', quoting: 'double' },
      header: columns,
      notes: [],
      bodyStart: 0,
      bodyLine: 1,
      isHeaderLike: false,
    });
  });

  it('finds the delimiter that splits the line into as many cells as the feed has columns', () => {
    expect(head('1;a,b,c,d;e\n', { columns }).dialect.delimiter).toBe(';');
  });

  it.each([['id,name,city\n1,a,b\n'], ['ID, Name ,"CITY"\n1,a,b\n']])(
    'reads %j as a header with the columns of the feed',
    (text) => {
      expect(head(text, { columns })).toMatchObject({ header: columns, bodyLine: 2 });
    },
  );

  it.each([
    ['user_id,name,city\nn1,a,b\n'],
    ['customer,First Name,City\n1,a,b\n'],
    ['city,id,name\nb,1,a\n'],
    ['ID,Name\n1,a\n'],
  ])('refuses %j, a header with other names than the columns of the feed', (text) => {
    expect(() => head(text, { columns })).toThrow(
      expect.objectContaining({ code: 'unexpected_header', message: expect.stringContaining('first line') }),
    );
  });

  it.each([['n1,Ann,Oslo\n'], ['Ann,Bob,Cy\n'], ['id,a@x.org,Oslo\n'], ['1,name,city\n']])(
    'reads %j as a row',
    (text) => {
      expect(head(text, { columns })).toMatchObject({ header: columns, bodyLine: 1 });
    },
  );

  it('accepts damage and repeated values in a first row', () => {
    for (const text of ['1,"open,x\n', '1,1,1\n', ',,\n', '1,\xff,x\n'])
      expect(head(Buffer.from(text, 'latin1'), { columns, delimiter: ',' }).bodyStart).toBe(0);
  });

  it('reads a fixed rejects.csv as UTF-8 and RFC 4180', () => {
    const text = 'id,name,city,_reject_line,_reject_code,_reject_column,_reject_reason\n1,a,b,7,x,,"y"\n';
    const { header, dialect, bodyLine } = head(text, { columns, quoting: 'none', delimiter: '|' });
    expect(header.slice(0, 4)).toEqual([...columns, '_reject_line']);
    expect([dialect.delimiter, dialect.quoting, bodyLine]).toEqual([',', 'double', 2]);
  });
});
