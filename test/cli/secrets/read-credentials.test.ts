import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readCredentials } from '../../../cli/secrets/read-credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));
const nothing = () => Readable.from([]);

describe('readCredentials', () => {
  it.each([
    ['{"siteId":"s","apiKey":"k"}', { siteId: 's', apiKey: 'k' }],
    [' {"siteId":"s","apiKey":"k","appApiKey":"a"}\n', { siteId: 's', apiKey: 'k', appApiKey: 'a' }],
  ])('reads %j from standard input and from a file', async (text, credentials) => {
    expect(await readCredentials(undefined, Readable.from([text.slice(0, 5), text.slice(5)]))).toEqual(
      credentials,
    );
    const file = join(folder, 'credentials.json');
    writeFileSync(file, text);
    expect(await readCredentials(file, nothing())).toEqual(credentials);
  });

  it.each([
    '',
    'sesame',
    '{"siteId":"sesame"}',
    '{"siteId":"","apiKey":"sesame"}',
    '{"siteID":"sesame","apiKey":"k"}',
  ])('refuses %j, and does not repeat it', async (text) => {
    const error = await readCredentials(undefined, Readable.from([text])).catch((thrown: Error) => thrown);
    expect(String(error)).toContain('Standard input does not contain credentials.');
    expect(String(error)).not.toContain('sesame');
  });
});
