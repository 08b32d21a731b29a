// `npm start -- --serve` in its own process.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { runCommandLine, startCommandLine } from './run-command.ts';

describe('npm start -- --serve', () => {
  it('serves the page during and after the import of the samples, works with other commands, and stops with Ctrl-C', async () => {
    const own = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
    const child = startCommandLine(['start', '--serve', '--store', own]);
    const ended = once(child, 'exit');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = await lines.next();
    const url = /^Page of imports: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(first.value ?? '')?.[1] ?? '';
    expect(await (await fetch(url)).text()).toContain('<h1>Imports</h1>');

    const printed: string[] = [];
    for await (const line of lines) {
      printed.push(line);
      if (line.startsWith('To stop')) break;
    }
    expect(printed).toContain(`To see imports and reports, and to drop files, open ${url}`);
    expect(await (await fetch(new URL('imports', url))).text()).toContain(
      '4 orders (7 rows): 6 rows delivered, 1 rejected',
    );
    const listed = await runCommandLine('list', '--local', '--store', own, '--json');
    expect(JSON.parse(listed.stdout)).toHaveLength(3);

    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(own)).not.toContain('engine.lock');
    rmSync(own, { recursive: true });
  });
});
