// The command line as a user starts it: a process of its own, its output piped.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const COMMAND = 'bin/csv-to-customerio.ts';

/** Starts `csv-to-customerio <args>` on the Node.js that runs the tests. */
export function startCommandLine(args: readonly string[]) {
  return spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Resolves when it has ended, however. */
export async function runCommandLine(...args: readonly string[]): Promise<Ended> {
  return ended(startCommandLine(args));
}

/** `npm <args>` in the project. */
export async function runNpm(...args: readonly string[]): Promise<Ended> {
  return ended(spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function ended(child: ReturnType<typeof startCommandLine>): Promise<Ended> {
  const { promise: code, resolve: exited, reject } = Promise.withResolvers<number | null>();
  child.once('exit', exited).once('error', reject);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
