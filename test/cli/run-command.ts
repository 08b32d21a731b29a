// Runs the command line in the process of the test, or in its own process. The output is not a terminal.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Command, CommanderError } from 'commander';
import { program } from '../../cli/program.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const COMMAND = 'bin/csv-to-customerio.ts';

/** Runs `csv-to-customerio <args>` in this process, one command at a time. */
export async function runCommandLine(...args: readonly string[]): Promise<Ended> {
  const cli = program();
  throwOnExit(cli);
  const output = captureOutput();
  const codeBefore = process.exitCode;
  process.exitCode = undefined;
  try {
    await cli.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...output.text() };
  } catch (error) {
    // As in bin/csv-to-customerio.ts. Commander has printed its own errors already.
    if (!(error instanceof CommanderError)) process.stderr.write(`${(error as Error).message}\n`);
    return { code: error instanceof CommanderError ? error.exitCode : 1, ...output.text() };
  } finally {
    process.exitCode = codeBefore;
    output.release();
  }
}

/** Runs `csv-to-customerio <args>` in its own process, with the Node.js of the tests. */
export async function runProcess(...args: readonly string[]): Promise<Ended> {
  return ended(startCommandLine(args));
}

/** Starts `csv-to-customerio <args>` in its own process. */
export function startCommandLine(args: readonly string[]) {
  return spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
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

function throwOnExit(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) throwOnExit(one);
}

/** Captures stdout and stderr, which look like pipes until they are released. */
function captureOutput() {
  const streams = { stdout: captureStream(process.stdout), stderr: captureStream(process.stderr) };
  return {
    text: () => ({ stdout: streams.stdout.text(), stderr: streams.stderr.text() }),
    release: () => {
      streams.stdout.release();
      streams.stderr.release();
    },
  };
}

function captureStream(stream: NodeJS.WriteStream) {
  const { write, isTTY } = stream;
  let written = '';
  stream.isTTY = false;
  stream.write = (chunk: string | Uint8Array) => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  return {
    text: () => written,
    release: () => Object.assign(stream, { write, isTTY }),
  };
}
