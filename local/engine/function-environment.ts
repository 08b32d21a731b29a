// An AWS Lambda execution environment as a child process, with its own memory and variables and one invocation at a time.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { FunctionError, platformError } from './function-error.ts';
import type { HostMessage, HostSettings, Invocation } from './function-protocol.ts';
import type { FunctionDescription } from './template.ts';

/** Maximum bytes of an invocation's request and of its response (AWS Lambda quotas, "Invocation payload"). */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const HOST = join(import.meta.dirname, `function-host${extname(import.meta.filename)}`);

/** Many processes load the same bundle, and this host: compiling them is most of their start. The default is that of Node.js. */
const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'node-compile-cache');

export interface FunctionEnvironment {
  /** Whether it can run another invocation. */
  readonly alive: () => boolean;
  /**
   * @param event any JSON value.
   * @param onMemory called with the maximum resident memory of the process so far, in bytes.
   * @throws FunctionError the handler's error; or `Sandbox.Timedout` or `Runtime.ExitError`, after which it is not
   * alive; or `RequestEntityTooLargeException` or `Function.ResponseSizeTooLarge`.
   */
  readonly invoke: (event: unknown, onMemory: (bytes: number) => void) => Promise<unknown>;
  /** Kills the process. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the process. It loads the bundle immediately; loading does not count as the function's time.
 * @param variables all variables of the process.
 * @param log file descriptor for the function's output.
 */
export function startFunctionEnvironment(
  description: FunctionDescription,
  variables: Readonly<Record<string, string>>,
  log: number,
): FunctionEnvironment {
  const child = fork(HOST, [JSON.stringify(hostSettings(description))], {
    cwd: description.assetFolder,
    env: { NODE_COMPILE_CACHE, ...variables },
    execArgv: nodeOptions(description.memoryMegabytes),
    stdio: ['ignore', log, log, 'ipc'],
  });
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const loaded = nextMessage(child);
  loaded.catch(() => undefined);
  return {
    alive: () => child.connected && !child.killed,
    invoke: async (event, onMemory) => {
      const payload = JSON.stringify(event ?? null);
      refuseAbove('RequestEntityTooLargeException', payload);
      const answer = await exchange(child, loaded, payload, description.timeoutSeconds);
      onMemory(answer.memoryBytes);
      if (answer.kind === 'error') throw new FunctionError(answer.error);
      refuseAbove('Function.ResponseSizeTooLarge', answer.payload);
      return JSON.parse(answer.payload);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Lambda's Node.js runtime derives them in this way: 90 % of the memory for the old generation, 5 % per semi-space. */
function nodeOptions(memoryMegabytes: number): string[] {
  const share = (part: number) => Math.floor(memoryMegabytes * part);
  return [`--max-old-space-size=${share(0.9)}`, `--max-semi-space-size=${share(0.05)}`];
}

function hostSettings(description: FunctionDescription): HostSettings {
  const { assetFolder, handler, memoryMegabytes, name, arn } = description;
  return { assetFolder, handler, memoryMegabytes, functionName: name, functionArn: arn };
}

type Answer = Extract<HostMessage, { readonly memoryBytes: number }>;

/** Kills a process that does not answer correctly. */
async function exchange(
  child: ChildProcess,
  loaded: Promise<HostMessage>,
  payload: string,
  timeoutSeconds: number,
): Promise<Answer> {
  try {
    const first = await loaded;
    if (first.kind === 'unusable') throw new FunctionError(first.error);
    const deadline = Date.now() + timeoutSeconds * 1000;
    const invocation: Invocation = { requestId: randomUUID(), payload, deadline };
    const answer = nextMessage(child, timeoutSeconds);
    child.send(invocation, () => undefined);
    return (await answer) as Answer;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** @throws FunctionError if the process ends or the time is over before a message arrives. */
function nextMessage(child: ChildProcess, timeoutSeconds?: number): Promise<HostMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<HostMessage>();
  const onExit = (code: number | null, signal: string | null) =>
    reject(
      platformError('Runtime.ExitError', `Runtime exited with error: ${signal ?? `exit status ${code}`}`),
    );
  const onError = (error: Error) => reject(platformError('Runtime.ExitError', error.message));
  const onTimeout = () =>
    reject(platformError('Sandbox.Timedout', `Task timed out after ${timeoutSeconds?.toFixed(2)} seconds`));
  const timer = timeoutSeconds === undefined ? undefined : setTimeout(onTimeout, timeoutSeconds * 1000);
  if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
  child.once('message', resolve).once('exit', onExit).once('error', onError);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', resolve).off('exit', onExit).off('error', onError);
  });
}

function refuseAbove(errorType: string, payload: string): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= MAX_PAYLOAD_BYTES) return;
  throw platformError(errorType, `Payload of ${bytes} bytes is over the limit of ${MAX_PAYLOAD_BYTES} bytes`);
}
