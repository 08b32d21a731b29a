import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(store, { recursive: true, force: true }));

describe('npm run smoke', () => {
  it('runs a sample through every step of a stack, and sends nothing', () => {
    const smoke = ['run', '--silent', 'smoke', '--', '--local', '--store', store];
    const cwd = join(import.meta.dirname, '../..');
    const printed = execFileSync('npm', smoke, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(printed).toMatch(/dry run, completed/);
    expect(printed).toMatch(/would be delivered +6/);
    expect(printed).toMatch(/requests to Customer\.io +0/);
  });
});
