// The options of every command on a deployment, `--stack NAME` or `--local`, and the connection that they open.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Command, Option } from 'commander';
import { cdkContext } from '../../lib/project.ts';
import { findEngine } from '../../local/engine/engine-address.ts';
import { DEFAULT_STORE, startLocalCloud } from '../local/local-cloud.ts';
import { connectToEngine } from './connect-to-engine.ts';
import { connect, type Target } from './target.ts';

export interface TargetOptions {
  readonly stack: string;
  readonly local?: true;
  readonly store: string;
  readonly json?: true;
}

export function withTarget(command: Command): Command {
  return command
    .addOption(new Option('--stack <name>', 'use this deployed stack').default(defaultStack()))
    .addOption(new Option('--local', 'use the embedded engine of this clone instead of AWS'))
    .option('--store <dir>', 'with --local: the folder in which the engine stores its data', DEFAULT_STORE)
    .option('--json', 'print the result as JSON');
}

/**
 * `--local` uses the engine that runs on the store (`npm start -- --serve`), or starts one for the time of the command.
 * Without it the command uses AWS, with the usual chain of credentials and regions.
 */
export async function openTarget({ stack, local, store }: TargetOptions): Promise<Target> {
  return local ? openLocal(resolve(store)) : openStack(stack);
}

async function openLocal(store: string): Promise<Target> {
  const running = existsSync(store) ? findEngine(store) : undefined;
  if (running) return connectToEngine(store, running);
  const cloud = await startLocalCloud(store, () => undefined);
  return connectToEngine(store, cloud.address, cloud);
}

async function openStack(stack: string): Promise<Target> {
  const client = new CloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return connect({
      title: stack,
      options: stack === defaultStack() ? '' : `--stack ${stack}`,
      outputs: Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue])),
    });
  } catch (cause) {
    throw new Error(`The stack ${stack} cannot be read: ${explain(cause)}`, { cause });
  } finally {
    client.destroy();
  }
}

/** The name in cdk.json, which `cdk deploy` uses. */
function defaultStack(): string {
  return String(cdkContext().stackName);
}

function explain(error: unknown): string {
  const { name = '', message = '' } = error as Partial<Error>;
  if (/does not exist/.test(message))
    return 'this account and region has no stack of that name. Use --stack NAME, set AWS_PROFILE and AWS_REGION, or use --local.';
  if (/Credentials|Token|Region/i.test(name + message))
    return `${message.replace(/\.?$/, '.')} Set AWS_PROFILE and AWS_REGION, or use --local.`;
  return message;
}
