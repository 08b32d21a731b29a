import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { FileOptions } from '../../../../lambdas/contracts/feed/file-options.ts';
import {
  optionsFor,
  refuseBinary,
  refuseOtherText,
  sniffCompression,
  sniffEncoding,
} from '../../../../lambdas/domain/csv/sniff-file.ts';
import { zipFile } from '../../../builders/zip-file.ts';

const CSV = 'id,name\n1,Zoë\n2,"a\nb"\n';

describe('sniffCompression', () => {
  it.each([
    ['gzip', gzipSync(CSV)],
    ['zip', zipFile({ name: 'a.csv', content: CSV })],
    ['zip', zipFile()],
    ['none', Buffer.from(CSV)],
    ['none', Buffer.from('PK,name\n')],
    ['none', Buffer.alloc(0)],
  ] as const)('knows %s by its magic bytes', (compression, bytes) => {
    expect(sniffCompression(bytes)).toBe(compression);
  });
});

describe('sniffEncoding', () => {
  it.each([
    ['utf-16le', [0xff, 0xfe], undefined],
    ['utf-16be', [0xfe, 0xff], undefined],
    ['utf-8', [0xef, 0xbb, 0xbf], undefined],
    ['utf-8', [0x69, 0x64], undefined],
    ['utf-8', [], undefined],
    ['windows-1252', [0x69, 0x64], 'windows-1252'],
    ['utf-16le', [0x69, 0x00], 'utf-16le'],
    ['utf-8', [0xef, 0xbb, 0xbf], 'windows-1252'],
    ['utf-16be', [0xfe, 0xff], 'utf-16le'],
  ] as const)('finds %s in %j where %s is stated: a byte order mark says more', (encoding, bytes, stated) => {
    expect(sniffEncoding(Buffer.from(bytes), stated)).toBe(encoding);
  });
});

describe('refuseBinary', () => {
  const tar = Buffer.alloc(512, 'a');
  tar.write('ustar', 257);
  it.each([
    ['not_csv_pdf', Buffer.from('%PDF-1.7\n')],
    ['not_csv_spreadsheet', Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
    ['not_csv_columnar', Buffer.from('PAR1\x15\x04')],
    ['not_csv_columnar', Buffer.from('ORC\x10')],
    ['not_csv_columnar', Buffer.from('Obj\x01\x04')],
    ['not_csv_tar', tar],
    ['unsupported_compression', Buffer.from('BZh91AY&SY')],
    ['unsupported_compression', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
    ['unsupported_compression', Buffer.from('fd377a585a00', 'hex')],
    ['unsupported_compression', gzipSync(CSV)],
    ['unsupported_compression', zipFile({ name: 'a.csv' })],
  ] as const)('refuses as %s: %j', (code, bytes) => {
    expect(() => refuseBinary(bytes)).toThrow(expect.objectContaining({ name: 'RefusedError', code }));
  });

  it.each([[CSV], ['ORCID,name\n'], ['PAR1\n1\n'], ['Objekt,PLZ\n'], ['BZh,x\n'], [''], ['%,id\n']])(
    'accepts %j',
    (text) => {
      expect(() => refuseBinary(Buffer.from(text))).not.toThrow();
    },
  );
});

describe('refuseOtherText', () => {
  const refuse = (text: Buffer | string, columns?: string[]) => () =>
    refuseOtherText(Buffer.from(text), columns ? { columns } : {});

  it.each([
    ['not_csv_html', '<!DOCTYPE html><html>'],
    ['not_csv_html', '\n  <html lang="en">'],
    ['not_csv_xml', '<?xml version="1.0"?>'],
    ['not_csv_json', '{"entries": []}'],
    ['not_csv_json', '{\n  "id": 1\n}'],
    ['not_csv_json', '[{"id": 1}]'],
    ['not_text', Buffer.from([0x69, 0x64, 0x0a, 0, 1, 2])],
    ['unmarked_utf16', Buffer.from('id,name\n', 'utf16le')],
    ['unmarked_utf16', Buffer.from('id,name\n', 'utf16le').swap16()],
  ])('refuses as %s: %j', (code, text) => {
    expect(refuse(text)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [CSV],
    ['<b>,id\n'],
    ['"[id]",x\n'],
    ['id,name\n1,a\0b\n'],
    ['id\tname\v\f\n'],
    ['日本,é\n'],
    [''],
  ])('accepts %j', (text) => {
    expect(refuse(text)).not.toThrow();
  });

  it('accepts JSON in the first cell if the feed has columns', () => {
    expect(refuse('{"a":1}|2\n', ['json', 'n'])).not.toThrow();
  });
});

describe('optionsFor', () => {
  const stated: FileOptions = { encoding: 'windows-1252', quoting: 'none', columns: ['id'] };

  it('returns the options of the feed', () => {
    expect(optionsFor(Buffer.from('id\n1\n'), stated)).toBe(stated);
  });

  it('returns no options for rejects.csv, which is UTF-8 and RFC 4180 with a header', () => {
    const header = 'id|_reject_line|_reject_code|_reject_column|_reject_reason\n';
    expect(optionsFor(Buffer.from(header), stated)).toEqual({});
  });

  it('does not read a cell with these words as the header of rejects.csv', () => {
    const text = 'id,note\n1,"_reject_line _reject_code _reject_column _reject_reason"\n';
    expect(optionsFor(Buffer.from(text), stated)).toBe(stated);
  });
});
