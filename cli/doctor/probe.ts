// `doctor --probe`: asks for permission, probes the user's sandbox workspace, prints a table, and writes the evidence.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { type CustomerIoRegion, customerIoOrigin } from '../../lambdas/adapters/customerio-origin.ts';
import { count, prettyJson } from '../../lambdas/contracts/format.ts';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../../lambdas/contracts/secrets.ts';
import { eventUlid } from '../../lambdas/domain/operations/keys.ts';
import { USUAL_ANSWERS } from '../../local/customerio/unverified.ts';
import { readCredentials } from '../secrets/read-credentials.ts';
import { openTarget, type TargetOptions } from '../target/open-target.ts';
import { columns, paint } from '../terminal/output.ts';
import { probeClient } from './probe/probe-client.ts';
import { type ProbeOutcome, probeWorkspace } from './probe/probe-workspace.ts';
import { idOf, type ProbeRun, QUESTIONS } from './probe/questions.ts';
import { probeRegion } from './probe-region.ts';

export interface ProbeOptions extends TargetOptions {
  readonly file?: string;
  readonly yes?: true;
  readonly evidence: string;
}

/** What is written as evidence: no id, no credential, nothing of a person. */
export interface Evidence extends ProbeOutcome {
  readonly format: 1;
  /** ISO 8601. */
  readonly at: string;
  readonly region: string;
}

interface Sandbox {
  readonly secret: CustomerIoSecret;
  readonly loopbackPort: number | undefined;
  readonly close: () => Promise<void>;
}

/** @throws Error if the user does not agree, or Customer.io refuses the credentials. */
export async function probeSandbox(options: ProbeOptions): Promise<Evidence> {
  const sandbox = await openSandbox(options);
  try {
    const { secret, loopbackPort } = sandbox;
    if (!secret.appApiKey)
      throw new Error('The credentials have no "appApiKey", which the probe needs to read people. Add it.');
    const region = await regionOf(sandbox);
    const run = newRun();
    await agree(run, region, options);
    const origin = (api: 'track' | 'app') => customerIoOrigin(api, region, loopbackPort);
    const clock = { now: Date.now, sleep: (seconds: number) => sleep(seconds) };
    const client = probeClient({ track: origin('track'), app: origin('app'), secret, clock });
    const outcome = await untilInterrupted((signal) =>
      probeWorkspace(run, { client, now: Date.now, sleep, onStep: printStep }, signal),
    );
    const evidence: Evidence = { format: 1, at: new Date().toISOString(), region, ...outcome };
    writeFileSync(options.evidence, prettyJson(evidence));
    return evidence;
  } finally {
    await sandbox.close();
  }
}

export function printEvidence({ answers, people }: Evidence, file: string): string {
  const rows = answers.map(({ question, answer, asks }) => [
    question,
    answer === null ? paint('yellow', 'unclear') : String(answer),
    String(USUAL_ANSWERS[question]),
    asks,
  ]);
  const left =
    people.left > 0 ? `${count(people.left, 'test person', 'test people')} could not be deleted.\n` : '';
  return `${columns(['QUESTION', 'ANSWER', 'STAND-IN', 'WHAT WAS ASKED'], rows)}${left}Written to ${file}.\n`;
}

/** Never the deployed secret: it is that of the production workspace. */
async function openSandbox({ file, local, ...rest }: ProbeOptions): Promise<Sandbox> {
  if (file !== undefined) {
    const secret = await readCredentials(file, process.stdin);
    return { secret, loopbackPort: undefined, close: async () => undefined };
  }
  if (!local)
    throw new Error(
      'The probe needs the credentials of a sandbox workspace. Write siteId, apiKey and appApiKey into a JSON file, and add --file FILE. The deployed credentials are not used.',
    );
  const target = await openTarget({ ...rest, local });
  const { SecretString = '{}' } = await target.secrets.send(
    new GetSecretValueCommand({ SecretId: target.names.customerIoSecret }),
  );
  return {
    secret: CustomerIoSecretSchema.parse(JSON.parse(SecretString)),
    loopbackPort: target.endpoints?.customerIoPort,
    close: target.close,
  };
}

/** "Works on either regional host." */
async function regionOf({ secret, loopbackPort }: Sandbox): Promise<CustomerIoRegion> {
  const found = await probeRegion('us', secret, loopbackPort);
  if (found.status === 'refused')
    throw new Error('Customer.io refuses the credentials. Use the site id and API key of the Track API.');
  if (found.status === 'unreachable')
    throw new Error(
      `Customer.io cannot be reached from this machine: ${found.message}. Check the connection.`,
    );
  return found.region === 'eu' ? 'eu' : 'us';
}

function newRun(): ProbeRun {
  const name = randomBytes(4).toString('hex');
  return { name, now: Math.floor(Date.now() / 1000), ulid: eventUlid('csv-to-customerio-probe', name) };
}

/** @throws Error if the user does not agree. */
async function agree(run: ProbeRun, region: string, { yes }: ProbeOptions): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new Error(
      'The probe sends messages to Customer.io, so it asks first, and there is no terminal to ask. Add --yes if the credentials are those of a sandbox workspace.',
    );
  const people = QUESTIONS.flatMap((question) => question.people).length;
  process.stderr.write(
    `This adds ${count(people, 'test person', 'test people')} to the workspace of these credentials (region ${region}), and deletes them at the end. Their ids begin with ${idOf(run, '')}, their addresses are at example.com. It takes about three minutes. Campaigns that everyone enters also get them, so use a sandbox workspace.\n`,
  );
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Is it a sandbox? [y/N] ').finally(() => asking.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Nothing was sent.');
}

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C ends the probe after its people are deleted; a second one ends it immediately. */
async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error('The probe was interrupted.'));
  const ignore = () => undefined;
  for (const signal of INTERRUPTS) process.once(signal, interrupt);
  process.stderr.on('error', ignore); // a closed terminal must not prevent the deletion
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of INTERRUPTS) process.off(signal, interrupt);
    process.stderr.off('error', ignore);
  }
}

async function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  await pause(seconds * 1000, undefined, signal && { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

function printStep(step: string): void {
  process.stderr.write(`${step}\n`);
}
