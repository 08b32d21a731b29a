import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { sniffCompression, sniffEncoding, sniffHead } from '../../../../lambdas/domain/csv/dialect.ts';

const head = (text: string, atEnd = true) => sniffHead(Buffer.from(text), atEnd);

describe('sniffCompression', () => {
  it('knows gzip by its magic bytes', () => {
    expect(sniffCompression(gzipSync('id\n1\n'))).toBe('gzip');
    expect(sniffCompression(Buffer.from('id\n1\n'))).toBe('none');
    expect(sniffCompression(Buffer.alloc(0))).toBe('none');
  });

  it('refuses a zip archive by name', () => {
    const zip = Buffer.from('PK\x03\x04rest');
    expect(() => sniffCompression(zip)).toThrow(expect.objectContaining({ code: 'zip_not_supported' }));
  });
});

describe('sniffEncoding', () => {
  it.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-8', [0x69, 0x64]],
    ['utf-8', []],
  ] as const)('finds %s by the byte order mark %j', (encoding, bytes) => {
    expect(sniffEncoding(Buffer.from(bytes))).toBe(encoding);
  });
});

describe('sniffHead', () => {
  it('reads the header and where the first row starts', () => {
    expect(head('id,email\n1,a@x.org\n')).toEqual({
      dialect: { delimiter: ',', newline: '\n' },
      header: ['id', 'email'],
      bodyStart: 9,
      bodyLine: 2,
    });
  });

  it.each([
    [',', 'id,email;s,name'],
    [';', 'id;email;name'],
    ['\t', 'id\temail, work\tname'],
    ['|', 'id|email|name'],
    [',', 'id'],
    [';', '"last, first, middle";id'],
    [';', 'id;"address,\r\nin, three,\r\nlines"'],
    ['|', '"a ""b"", c, d"|id'],
  ])('takes %j for the delimiter of %j', (delimiter, header) => {
    expect(head(`${header}\n`).dialect.delimiter).toBe(delimiter);
  });

  it.each([
    ['\n', 'id,name\n1,a\n', 'LF'],
    ['\n', 'id,name\r\n1,a\r\n', 'CRLF'],
    ['\r', 'id,name\r1,a\r', 'CR alone'],
    ['\r', 'id,name\r1,"two\nlines"\r', 'CR, with LF in a cell'],
    ['\n', 'id,name\n1,"two\rlines"\n', 'LF, with CR in a cell'],
    ['\n', 'id,name', 'no line end at all'],
  ])('takes %j for the line end of %j, because: %s', (newline, text) => {
    expect(head(text).dialect.newline).toBe(newline);
  });

  it.each([
    ['quotes', '"id","say ""hi"""\n', ['id', 'say "hi"'], 2],
    ['line ends in a name', '"id","two\nlines"\n1,2\n', ['id', 'two\nlines'], 3],
    [
      'line ends in the first name, behind a byte order mark',
      '\ufeff"two\nlines",id\n1,2\n',
      ['two\nlines', 'id'],
      3,
    ],
    ['spaces around names', ' id , "the name" \n', ['id', 'the name'], 2],
    ['names in any language', '日,é😀\n', ['日', 'é😀'], 2],
    ['CRLF', 'id,name\r\n', ['id', 'name'], 2],
    ['CRCRLF, as a double conversion leaves it', 'id,name\r\r\n1,a\r\r\n', ['id', 'name'], 2],
  ])('reads a header with %s', (_, text, header, bodyLine) => {
    expect(head(text)).toMatchObject({ header, bodyLine });
  });

  it('drops the byte order mark', () => {
    expect(head('\ufeffid,name\n').header).toEqual(['id', 'name']);
  });

  it('knows a header without rows', () => {
    expect(head('id,name')).toMatchObject({ header: ['id', 'name'], bodyStart: 7 });
  });

  it.each([
    ['empty_file', ''],
    ['empty_file', '\ufeff'],
    ['empty_file', ' \r\n\n'],
    ['not_text', 'id,na\0me\n1,2\n'],
    ['blank_header', 'id,,name\n'],
    ['blank_header', 'id,name,\n'],
    ['blank_header', '\nid,name\n'],
    ['duplicate_header', 'id,name,id\n'],
    ['duplicate_header', 'id,name, id \n'],
    ['broken_header', 'id,"name\n1,a\n'],
    ['broken_header', '"id"s,name\n'],
    ['mixed_line_ends', 'id,name\r1,a\r2,b\n3,c\n'],
  ])('refuses as %s: %j', (code, text) => {
    expect(() => head(text)).toThrow(expect.objectContaining({ name: 'RefusedError', code }));
  });

  it('refuses a header that goes on beyond the bytes it was given', () => {
    expect(() => head('id,name', false)).toThrow(expect.objectContaining({ code: 'header_too_long' }));
  });

  it('reads a header although the bytes end within a character', () => {
    const bytes = Buffer.from('id,name\n1,é');
    expect(sniffHead(bytes.subarray(0, -1), false).header).toEqual(['id', 'name']);
  });
});
