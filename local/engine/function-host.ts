// Runs in a function's own process: loads the bundle as AWS Lambda does, and runs one invocation at a time.
import { existsSync, readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorPayload, HostMessage, HostSettings, Invocation } from './function-protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

// Node.js has read it. AWS Lambda does not set it.
delete process.env.NODE_COMPILE_CACHE;
const settings: HostSettings = JSON.parse(process.argv[2] ?? '');

process.on('disconnect', () => process.exit());
// Ctrl-C on a terminal reaches every process. The engine stops this one after it has saved its state.
process.on('SIGINT', () => undefined);
try {
  const handler = await loadHandler();
  process.on('message', (invocation: Invocation) => void answer(handler, invocation));
  send({ kind: 'ready' });
  // The engine kills this process, and Node.js writes the cache at an exit.
  flushCompileCache();
} catch (error) {
  send({ kind: 'unusable', error: errorPayload(error) });
}

async function loadHandler(): Promise<Handler> {
  const [file = '', name = ''] = settings.handler.split('.');
  const path = ['.mjs', '.js', '.cjs']
    .map((ending) => join(settings.assetFolder, file + ending))
    .find(existsSync);
  if (path === undefined) throw new Error(`There is no ${file}.mjs in ${settings.assetFolder}`);
  const handler = (await import(pathToFileURL(path).href))[name];
  if (typeof handler !== 'function') throw new Error(`${settings.handler} is undefined or not exported`);
  return handler;
}

async function answer(handler: Handler, invocation: Invocation): Promise<void> {
  try {
    const result = await handler(JSON.parse(invocation.payload), contextOf(invocation));
    send({ kind: 'result', payload: JSON.stringify(result ?? null), memoryBytes: peakMemoryBytes() });
  } catch (error) {
    console.error(error);
    send({ kind: 'error', error: errorPayload(error), memoryBytes: peakMemoryBytes() });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf({ requestId, deadline }: Invocation) {
  return {
    awsRequestId: requestId,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: String(process.pid),
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function errorPayload(error: unknown): ErrorPayload {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

/** On Linux `resourceUsage().maxRSS` includes the parent's memory before the fork, so the kernel's value is read. */
function peakMemoryBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

function send(message: HostMessage): void {
  process.send?.(message);
}
