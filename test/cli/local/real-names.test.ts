import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { withRealNames } from '../../../cli/local/real-names.ts';
import { FeedSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { csv } from '../../integration/csv.ts';
import { runCommandLine } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const feed = FeedSchema.parse(people);

describe('the terminal of who has the file', () => {
  it.each<[string, string | Buffer, string]>([
    ['without a header', csv('7,jo@a.de,Jo', '8,al@b.de,Al'), 'It has 3 columns: "7", "jo@a.de", "Jo".'],
    ['with a name twice', csv('jo@a.de,x,jo@a.de', '8,y,z'), 'It is "jo@a.de".'],
    ['that is compressed', gzipSync(csv('7,jo@a.de', '8,al@b.de')), 'It has 2 columns: "7", "jo@a.de".'],
  ])('shows the names of a file %s: check', async (name, content, says) => {
    const path = file(`${name.replaceAll(' ', '-')}.csv`, content);
    const checked = await runCommandLine('check', path, '--feed', 'people');
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(says);
  });

  it('shows the names in findings and notes', async () => {
    const path = file('notes.csv', csv('id,jo@a.de,_Doe', '7,x,y'));
    const { stdout } = await runCommandLine('check', path, '--feed', 'people', '--json');
    const report = JSON.parse(stdout) as { notices: object; columns: { name: string }[] };
    expect(report.notices).toMatchObject([{ column: '_Doe' }]);
    expect(report.columns.map(({ name }) => name)).toEqual(['id', 'jo@a.de', '_Doe']);
  });

  it('is not changed by control characters in a name', async () => {
    const path = file('control.csv', csv('id,\u001b[2Jjo@a.de', '7,x'));
    const masked = { message: 'Column "·[9Aaa@a.aa (column 2)": x' };
    expect(await withRealNames(masked, { path, feed })).toEqual({ message: 'Column " [2Jjo@a.de": x' });
  });

  it('shows a text without a masked name as it is', async () => {
    const path = file('plain.csv', csv('id,plan', '7,x'));
    const value = { message: '"plan" (column 2)', rows: [1, null, true] };
    expect(await withRealNames(value, { path, feed })).toEqual(value);
    expect(await withRealNames(value, { path, feed: undefined })).toBe(value);
  });
});
