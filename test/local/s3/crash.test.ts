import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { textOf } from './conformance/answers.ts';
import { clientOf, openServer, temporaryDirectory } from './open-server.ts';

const buckets = ['versioned', 'plain'];
const program = `
  import { startS3Server } from '${new URL('../../../local/s3/server.ts', import.meta.url).href}';
  const server = await startS3Server({ directory: process.argv[1] });
  for (const name of ${JSON.stringify(buckets)})
    await server.createBucket(name, { versioned: name === 'versioned', eventBridge: false });
  console.log(server.url);
`;

/** Starts a server in its own process. */
async function spawnServer(directory: string) {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], { stdio });
  const [url]: string[] = await once(createInterface(child.stdout), 'line');
  return { url: url ?? '', kill: () => Promise.all([once(child, 'exit'), child.kill('SIGKILL')]) };
}

/** About 100 KB that repeat their number. */
const bodyOf = (n: number): string => `${n} `.repeat(100_000 / `${n} `.length);

/** Overwrites one key until the server is killed. @returns the number of the last acknowledged write. */
async function overwrite(url: string, at: { Bucket: string; Key: string }, acknowledged: () => void) {
  const s3 = clientOf(url);
  for (let n = 1; ; n += 1) {
    try {
      await s3.send(new PutObjectCommand({ ...at, Body: bodyOf(n) }));
      acknowledged();
    } catch {
      s3.destroy();
      return { at, last: n - 1 };
    }
  }
}

describe('a server that is killed (kill -9) while it receives objects', () => {
  it('has kept every acknowledged write, and no incomplete one', async () => {
    const { directory, remove } = await temporaryDirectory();
    const { url, kill } = await spawnServer(directory);
    const enough = Promise.withResolvers<void>();
    let count = 0;
    const acknowledged = (): void => {
      count += 1;
      if (count === 200) enough.resolve();
    };
    const targets = buckets.flatMap((Bucket) => ['a', 'b', 'c'].map((Key) => ({ Bucket, Key })));
    const writing = targets.map((at) => overwrite(url, at, acknowledged));
    await enough.promise;
    await kill();
    const written = await Promise.all(writing);

    const { s3, close } = await openServer({ directory });
    expect(await readdir(join(directory, 'temporary'))).toEqual([]);
    for (const { at, last } of written) {
      const text = await textOf(await s3.send(new GetObjectCommand(at)));
      // The write that was running may be complete or missing.
      expect([bodyOf(last), bodyOf(last + 1)]).toContain(text);
    }
    for (const Bucket of buckets) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual(['a', 'b', 'c']);
    }
    await close();
    await remove();
  });
});
