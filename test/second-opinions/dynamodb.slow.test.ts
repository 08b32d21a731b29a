// The adapters and ports over dynoxide, a second DynamoDB that shares no code with dynalite.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchPackages } from './fetched-packages.ts';

const isLinux = process.platform === 'linux' && process.arch === 'x64';
if (!isLinux) console.warn('Skipped: dynoxide is fetched for Linux on x64 only.');
const fetched = isLinux ? fetchPackages('@dynoxide/linux-x64@1.2.1') : undefined;
const ROOT = join(import.meta.dirname, '../..');

(fetched ? describe : describe.skip)('over another DynamoDB', () => {
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const binary = fetched?.path('@dynoxide/linux-x64/dynoxide') ?? '';
    server = spawn(binary, ['serve', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    // It prints where it listens, as a message.
    await Promise.race([once(server.stderr ?? server, 'data'), once(server.stdout ?? server, 'data')]);
  });

  afterAll(() => {
    server.kill();
    fetched?.remove();
  });

  it('adapters and ports pass their tests', async () => {
    const files = ['test/lambdas/adapters/dynamo', 'test/lambdas/ports'];
    const results = fetched?.path('results.json') ?? '';
    const jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        join(ROOT, 'node_modules/jest/bin/jest.js'),
        '--json',
        '--outputFile',
        results,
        ...files,
      ],
      {
        cwd: ROOT,
        env: { ...process.env, SECOND_DYNAMODB_URL: `http://127.0.0.1:${port}` },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    jest.stdout.resume();
    await once(jest, 'close');
    const result = JSON.parse(readFileSync(results, 'utf8')) as {
      readonly numPassedTests: number;
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
      }[];
    };
    const failed = result.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    expect(failed).toEqual([]);
    expect(result.numPassedTests).toBeGreaterThan(100);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
