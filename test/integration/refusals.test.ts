import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { zipFile } from '../builders/zip-file.ts';
import { atDepth } from '../depth.ts';
import { csv } from './csv.ts';
import { type FileContent, pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const PEOPLE = csv('id,plan', 'cust-1,gold');
const EVENTS = csv('event_name,timestamp,customer_id', 'visited,1762190001,cust-1');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const MEBIBYTE = 1024 * 1024;

const REFUSED: readonly (readonly [code: string, what: string, feed: string, content: FileContent])[] = [
  ['empty_file', 'no bytes', 'people', ''],
  ['empty_file', 'blank lines only', 'people', '\n\r\n \n'],
  ['empty_file', 'an empty gzip', 'people', gzipSync('')],
  ['no_rows', 'a header only', 'people', 'id,plan\n'],
  ['no_rows', 'a header without a line end', 'people', 'id,plan'],
  ['unknown_feed', 'a feed that does not exist', 'poeple', PEOPLE],
  ['unknown_feed', 'a feed with a name of JavaScript', 'constructor', PEOPLE],
  ['missing_column', 'no identifier', 'people', csv('name,plan', 'Ann,gold')],
  ['missing_column', 'events without a time', 'events', csv('event_name,customer_id', 'visited,cust-1')],
  ['missing_column', 'another export', 'shopify-orders', PEOPLE],
  ['duplicate_header', 'two columns with one name', 'people', csv('id,plan,plan', 'cust-1,a,b')],
  ['blank_header', 'no column with a name', 'people', csv(',,', 'cust-1,a,b')],
  ['header_too_long', 'a header whose quote never closes', 'people', `id,"${'x\n'.repeat(MEBIBYTE)}`],
  [
    'redirecting_column',
    'a column that changes the addresses of messages',
    'events',
    EVENTS.replace('customer_id', 'customer_id,reply_to'),
  ],
  ['broken_zip', 'an incomplete zip archive', 'people', Buffer.from('PK\x03\x04 and so on')],
  ['zip_of_several_files', 'two files in one', 'people', zipFile({ name: 'a.csv' }, { name: 'b.csv' })],
  ['not_csv_spreadsheet', 'a workbook', 'people', zipFile({ name: '[Content_Types].xml' })],
  ['not_csv_html', 'a web page', 'people', '<!DOCTYPE html><title>Sign in</title>'],
  ['broken_gzip', 'an incomplete gzip', 'people', gzipSync(PEOPLE).subarray(0, 25)],
  [
    'expands_too_much',
    'a gzip that expands too much',
    'people',
    gzipSync(Buffer.alloc(65 * MEBIBYTE, 'id\n')),
  ],
  ['not_text', 'binary', 'people', Buffer.from([0x69, 0x64, 0x0a, 0, 1, 2])],
  ['not_text', 'UTF-16 cut inside a character', 'people', utf16(PEOPLE).subarray(0, -1)],
];

/** How a refused file ends is the same for each code. At the short depth, each of them is refused in memory (test/hostile, test/lambdas/split). */
const REFUSED_AT_DEPTH = atDepth({
  short: REFUSED.filter(([code]) => ['empty_file', 'missing_column', 'broken_zip'].includes(code)).filter(
    ([code], n, all) => all.findIndex(([other]) => other === code) === n,
  ),
  full: REFUSED,
});

describe('a file that cannot be read', () => {
  it.each(REFUSED_AT_DEPTH)('fails as %s: %s', async (code, _, feed, content) => {
    const dropped = await pipeline.drop(feed, content);
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({ state: 'failed', reason: { code }, rows: 0, requests: 0 });
    expect(report.reason?.message).toMatch(/^[A-Z].*[.?]$/);
    expect(await pipeline.cloud.execution(dropped.executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'ImportFailed',
    });
    expect(pipeline.requests()).toEqual([]);
  });

  it('fails as unknown_feed if it is not in the folder of a feed', async () => {
    const Key = 'incoming/lost.csv';
    const { s3, bucketName, executionOf } = pipeline.cloud;
    const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: PEOPLE }));
    const dropped = { key: Key, versionId: VersionId, executionArn: executionOf(Key, VersionId) };
    const report = await pipeline.reportOn(dropped);
    expect(report).toMatchObject({ state: 'failed', reason: { code: 'unknown_feed' } });
    expect(report.reason?.message).toContain('people, events, shopify-orders');
  });

  it('fails as object_gone if it was deleted before it was read', async () => {
    // Its import is paused first, so that there is time to delete the file.
    pipeline.cloud.standIn.inject({ kind: 'unauthorized' });
    const dropped = await pipeline.drop('people', csv('id', 'gone-1'));
    expect(await pipeline.reportOn(dropped)).toMatchObject({ state: 'paused' });
    const { s3, bucketName: Bucket } = pipeline.cloud;
    await s3.send(new DeleteObjectCommand({ Bucket, Key: dropped.key, VersionId: dropped.versionId }));
    await pipeline.startAgain(dropped, { redrive: true });
    expect(await pipeline.reportOn(dropped)).toMatchObject({
      state: 'failed',
      reason: { code: 'object_gone' },
    });
    expect(pipeline.people()).toEqual([]);
  });

  it('is not an import if it is a folder that the S3 console creates', async () => {
    const Key = 'incoming/people/';
    const { s3, bucketName, executionOf } = pipeline.cloud;
    const { VersionId = '' } = await s3.send(
      new PutObjectCommand({ Bucket: bucketName, Key, ContentLength: 0 }),
    );
    expect(await pipeline.cloud.execution(executionOf(Key, VersionId))).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'skipped' },
    });
  });
});

const READ: readonly (readonly [what: string, encode: (text: string) => string | Buffer])[] = [
  ['gzip', (text) => gzipSync(text)],
  ['zip', (text) => zipFile({ name: 'people.csv', content: text })],
  ['gzip of several members', (text) => Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])],
  ['UTF-16, little end first', (text) => utf16(text)],
  ['UTF-16, big end first', (text) => utf16(text).swap16()],
  ['UTF-16 in gzip', (text) => gzipSync(utf16(text))],
  ['UTF-8 with a byte order mark', (text) => `\ufeff${text}`],
  ['line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['line ends of old Macs', (text) => text.replaceAll('\n', '\r')],
  ['line ends of both', (text) => text.replace('\n', '\r').replace('\n', '\r\n')],
  ['no line end at its end', (text) => text.slice(0, -1)],
  ['blank lines', (text) => text.replaceAll('\n', '\n\n')],
  ['the delimiter in the first line', (text) => `sep=;\r\n${text.replaceAll(',', ';')}`],
  ['semicolons', (text) => text.replaceAll(',', ';')],
  ['tabs', (text) => text.replaceAll(',', '\t')],
  ['pipes', (text) => text.replaceAll(',', '|')],
];

describe('a file in another form', () => {
  it.each(READ.slice(0, atDepth({ short: 4, full: READ.length })))(
    'is read like any other file: %s',
    async (what, encode) => {
      const id = what.replaceAll(/\W/g, '-');
      const report = await pipeline.importFile(
        'people',
        encode(csv('id,city', `${id}-1,Köln 🌸`, `${id}-2,"Oslo"`)),
      );
      expect(report).toMatchObject({ state: 'completed', rows: 2, outcomes: { delivered: 2 } });
      expect(pipeline.people()).toMatchObject([
        { id: `${id}-1`, attributes: { city: 'Köln 🌸' } },
        { id: `${id}-2`, attributes: { city: 'Oslo' } },
      ]);
    },
  );
});
