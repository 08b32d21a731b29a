// Valid rows in every encoding, delimiter, line end and compression; then bytes that no encoding has.
import { gzipSync } from 'node:zlib';
import { encode } from '../builders/encode.ts';
import { zipFile } from '../builders/zip-file.ts';
import { among, bytes, type HostileFile, TEXT } from './hostile-file.ts';

const ENCODINGS = { 'utf-8': '', 'utf-8 with a mark': '\ufeff', 'utf-16le': '\ufeff', 'utf-16be': '\ufeff' };
const DELIMITERS = { commas: ',', semicolons: ';', tabs: '\t', pipes: '|' };
const LINE_ENDS = { LF: ['\n'], CRLF: ['\r\n'], CR: ['\r'], 'mixed line ends': ['\r\n', '\n'] };

function encoded(text: string, encoding: string): Buffer {
  return encode(text, encoding.startsWith('utf-16') ? (encoding as 'utf-16le') : 'utf-8');
}

function withLineEnds(text: string, ends: readonly string[]): string {
  let line = 0;
  return text.replaceAll('\n', () => ends[line++ % ends.length] ?? '\n');
}

const PLAIN: readonly HostileFile[] = Object.entries(ENCODINGS).flatMap(([encoding, mark]) =>
  Object.entries(DELIMITERS).flatMap(([marks, delimiter]) =>
    Object.entries(LINE_ENDS).map(([lines, ends]) => {
      const text = withLineEnds(TEXT.replaceAll(',', delimiter), ends);
      const name = `${encoding}, ${marks}, ${lines}`;
      return { name, text, bytes: () => encoded(mark + text, encoding), becomes: { delivered: 3 } };
    }),
  ),
);

const WRAPPINGS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  gzip: (content) => gzipSync(content),
  'gzip of two members': (content) =>
    Buffer.concat([gzipSync(content.subarray(0, 20)), gzipSync(content.subarray(20))]),
  zip: (content) => zipFile({ name: 'export.csv', content }),
  'zip, not compressed': (content) => zipFile({ name: 'a/export.csv', content, stored: true }),
};

const WRAPPED: readonly HostileFile[] = Object.entries(ENCODINGS).flatMap(([encoding, mark]) =>
  Object.entries(WRAPPINGS).map(([wrapping, wrap]) => ({
    name: `${encoding} in ${wrapping}`,
    text: TEXT,
    bytes: () => wrap(encoded(mark + TEXT, encoding)),
    becomes: { delivered: 3 },
  })),
);

const BROKEN_UTF8 = {
  'a single continuation byte': [0x80],
  'an overlong slash': [0xc0, 0xaf],
  'half of a character': [0xc3],
  'a surrogate': [0xed, 0xa0, 0x80],
  'after the last character': [0xf4, 0x90, 0x80, 0x80],
  'FF and FE': [0xff, 0xfe],
  'Latin-1': [0xe9],
} as const;

const BROKEN: readonly HostileFile[] = Object.entries(BROKEN_UTF8).map(([name, code]) =>
  bytes(
    `not UTF-8: ${name}`,
    Buffer.concat([Buffer.from(`${TEXT}p4,gold,`), Buffer.from(code), Buffer.from('\n')]),
    { delivered: 3, invalid_encoding: 1 },
  ),
);

export const ENCODED_FILES: readonly HostileFile[] = [
  ...PLAIN,
  ...WRAPPED,
  ...BROKEN,
  bytes('a character that was lost before', among('p4,gold,caf\ufffd'), { delivered: 2, lost_character: 1 }),
  bytes('UTF-16 without a mark', encode(TEXT, 'utf-16le'), 'unmarked_utf16'),
  bytes(
    'UTF-16 cut in the middle of a letter',
    encode(`\ufeff${TEXT}x`, 'utf-16le').subarray(0, -1),
    'not_text',
  ),
];
