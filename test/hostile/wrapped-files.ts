// Archives, zip bombs, and files that are not CSV.
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zipFile } from '../builders/zip-file.ts';
import { bytes, type HostileFile, TEXT } from './hostile-file.ts';

const GZIPPED = gzipSync(TEXT);
const MEBIBYTE = 1024 ** 2;

const TRUNCATED: readonly HostileFile[] = [4, 10, 18, 30, GZIPPED.length - 1].map((length) =>
  bytes(`gzip cut after ${length} bytes`, GZIPPED.subarray(0, length), 'broken_gzip'),
);

const UNSAFE_NAMES = [
  '../x.csv',
  '../../etc/passwd',
  '/etc/passwd',
  'a/../../x.csv',
  'C:/x.csv',
  '..\\x.csv',
];

const ZIPS: readonly HostileFile[] = [
  ...UNSAFE_NAMES.map((name) =>
    bytes(`zip with the name ${name}`, zipFile({ name, content: TEXT }), 'zip_unsafe_name'),
  ),
  bytes(
    'zip with two files',
    zipFile({ name: 'a.csv', content: TEXT }, { name: 'b.csv' }),
    'zip_of_several_files',
  ),
  bytes('zip without a file', zipFile(), 'zip_without_file'),
  bytes('zip with a folder', zipFile({ name: 'folder/' }), 'zip_without_file'),
  bytes('zip with a password', zipFile({ name: 'a.csv', content: TEXT, encrypted: true }), 'zip_encrypted'),
  bytes(
    'zip with another method',
    zipFile({ name: 'a.csv', content: TEXT, method: 12 }),
    'unsupported_compression',
  ),
  bytes('zip with another checksum', zipFile({ name: 'a.csv', content: TEXT, checksum: 1 }), 'broken_zip'),
  bytes('incomplete zip', zipFile({ name: 'a.csv', content: TEXT }).subarray(0, 60), 'broken_zip'),
  bytes(
    'a spreadsheet',
    zipFile({ name: '[Content_Types].xml' }, { name: 'xl/a.xml' }),
    'not_csv_spreadsheet',
  ),
];

const BOMBS: readonly HostileFile[] = [
  bytes('a gzip that expands too much', () => gzipSync(Buffer.alloc(80 * MEBIBYTE, 'a')), 'expands_too_much'),
  bytes(
    'a zip bomb',
    () => zipFile({ name: 'a.csv', content: Buffer.alloc(80 * MEBIBYTE, 'a') }),
    'expands_too_much',
  ),
  bytes('gzip in gzip', gzipSync(GZIPPED), 'unsupported_compression'),
  bytes('zip in gzip', gzipSync(zipFile({ name: 'a.csv', content: TEXT })), 'unsupported_compression'),
];

const magic = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), randomBytes(200)]);

const BINARY: readonly HostileFile[] = [
  bytes('a PDF', '%PDF-1.7\n', 'not_csv_pdf'),
  bytes('an old spreadsheet', magic('d0cf11e0a1b11ae1'), 'not_csv_spreadsheet'),
  bytes('Parquet', magic('5041523115041500'), 'not_csv_columnar'),
  bytes('ORC', magic('4f524300'), 'not_csv_columnar'),
  bytes('Avro', magic('4f626a01'), 'not_csv_columnar'),
  bytes('bzip2', magic('425a6839314159265359'), 'unsupported_compression'),
  bytes('zstd', magic('28b52ffd'), 'unsupported_compression'),
  bytes('xz', magic('fd377a585a00'), 'unsupported_compression'),
  bytes('7z', magic('377abcaf271c'), 'unsupported_compression'),
  bytes('rar', magic('526172211a07'), 'unsupported_compression'),
  bytes('tar', Buffer.from(`a.csv${'\0'.repeat(252)}ustar`), 'not_csv_tar'),
  bytes('a PNG', magic('89504e470d0a1a0a0000000d49484452'), 'not_text'),
  bytes('a program', magic(`7f454c4602010100${'00'.repeat(40)}`), 'not_text'),
  bytes('zeros', Buffer.alloc(5000), 'not_text'),
  bytes('HTML saved as CSV', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'not_csv_html'),
  bytes('XML', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', 'not_csv_xml'),
  bytes('JSON', '[{"id":"p1"}]', 'not_csv_json'),
  bytes('JSON lines', '{"id":"p1"}\n{"id":"p2"}\n', 'not_csv_json'),
];

export const WRAPPED_FILES: readonly HostileFile[] = [...TRUNCATED, ...ZIPS, ...BOMBS, ...BINARY];
