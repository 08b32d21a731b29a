import { describe, expect, it } from '@jest/globals';
import { unzip } from '../../../../lambdas/domain/csv/unzip.ts';
import { collect, inBuffers } from '../../../builders/buffers.ts';
import { type ZipEntry, zipFile } from '../../../builders/zip-file.ts';

const CSV = 'id,name\n1,Zoë\n'.repeat(50);
const CSV_ENTRY = { name: 'orders.csv', content: CSV };

async function unpack(archive: Buffer): Promise<string> {
  const read = ({ start, end }: { start: number; end: number }) =>
    inBuffers(archive.subarray(start, end), [7]);
  return Buffer.concat(await collect(unzip(read, archive.length))).toString();
}

describe('unzip', () => {
  it.each<[string, ZipEntry[]]>([
    ['one file', [CSV_ENTRY]],
    ['one file that is not compressed', [{ ...CSV_ENTRY, stored: true }]],
    ['one file of another name', [{ ...CSV_ENTRY, name: 'EXPORT' }]],
    ['one file in a folder', [{ name: 'export/' }, { ...CSV_ENTRY, name: 'export/orders.csv' }]],
    [
      'one file and what macOS adds',
      [CSV_ENTRY, { name: '__MACOSX/._orders.csv', content: 'x' }, { name: 'a/.DS_Store', content: 'x' }],
    ],
  ])('unpacks an archive of %s', async (_, entries) => {
    expect(await unpack(zipFile(...entries))).toBe(CSV);
  });

  it('unpacks an empty file', async () => {
    expect(await unpack(zipFile({ name: 'a.csv' }))).toBe('');
  });

  it.each<[string, string, ZipEntry[]]>([
    ['zip_without_file', 'nothing', []],
    ['zip_without_file', 'a folder', [{ name: 'export/' }]],
    ['zip_of_several_files', 'two files', [CSV_ENTRY, { ...CSV_ENTRY, name: 'customers.csv' }]],
    [
      'zip_of_several_files',
      'more entries than are read',
      Array.from({ length: 60 }, (_, n) => ({ name: `folder-${n}/` })),
    ],
    ['zip_unsafe_name', 'a file above', [{ ...CSV_ENTRY, name: '../../orders.csv' }]],
    ['zip_unsafe_name', 'a file at the root', [{ ...CSV_ENTRY, name: '/etc/orders.csv' }]],
    ['zip_unsafe_name', 'a file on a drive', [{ ...CSV_ENTRY, name: 'C:\\orders.csv' }]],
    ['zip_encrypted', 'a file behind a password', [{ ...CSV_ENTRY, encrypted: true }]],
    ['unsupported_compression', 'a file packed by Deflate64', [{ ...CSV_ENTRY, method: 9 }]],
    ['broken_zip', 'a file with another checksum', [{ ...CSV_ENTRY, checksum: 1 }]],
    ['broken_zip', 'a stored file with another checksum', [{ ...CSV_ENTRY, stored: true, checksum: 1 }]],
    [
      'not_csv_spreadsheet',
      'an Excel workbook',
      [{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }, { name: 'xl/worksheets/sheet1.xml' }],
    ],
    ['not_csv_spreadsheet', 'an OpenDocument sheet', [{ name: 'mimetype' }, { name: 'content.xml' }]],
  ])('refuses as %s: %s', async (code, _, entries) => {
    await expect(unpack(zipFile(...entries))).rejects.toMatchObject({ name: 'RefusedError', code });
  });

  it.each([
    ['incomplete', (whole: Buffer) => whole.subarray(0, -30)],
    ['cut at its start', (whole: Buffer) => whole.subarray(40)],
    ['followed by something else', (whole: Buffer) => Buffer.concat([whole, Buffer.from('more')])],
    ['damaged in the middle', (whole: Buffer) => Buffer.from(whole).fill(0xff, 45, 60)],
    ['only its first bytes', () => Buffer.from('PK\x03\x04 and so on')],
  ])('refuses an archive that is %s', async (_, damage) => {
    await expect(unpack(damage(zipFile(CSV_ENTRY)))).rejects.toMatchObject({ code: 'broken_zip' });
  });

  it('throws errors of reading unchanged', async () => {
    const unavailable = new Error('connection lost');
    // biome-ignore lint/correctness/useYield: it fails before that
    async function* read(): AsyncGenerator<Buffer> {
      throw unavailable;
    }
    await expect(collect(unzip(read, 1_000))).rejects.toBe(unavailable);
  });
});
