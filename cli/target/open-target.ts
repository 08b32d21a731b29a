// `--stack NAME` or `--local`: the options that every command on a deployment has, and what they open.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Command, Option } from 'commander';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { findEngine } from '../../local/engine/engine-address.ts';
import { DEFAULT_STORE, startLocalCloud } from '../local-cloud.ts';
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
    .addOption(new Option('--stack <name>', 'the deployed stack').default(cdkJson.context.stackName))
    .addOption(new Option('--local', 'the embedded engine of this clone instead'))
    .option('--store <dir>', 'with --local: where the engine keeps everything', DEFAULT_STORE)
    .option('--json', 'print the result as JSON');
}

/**
 * With `--local` an engine that runs on the store is used (`npm start -- --serve`); where none runs, one is started
 * for as long as the command takes. Otherwise AWS is asked, with the usual chain of credentials and regions.
 */
export async function openTarget({ stack, local, store }: TargetOptions): Promise<Target> {
  return local ? openLocal(resolve(store)) : openStack(stack);
}

async function openLocal(store: string): Promise<Target> {
  const running = existsSync(store) ? findEngine(store) : undefined;
  if (running) return connectToEngine(store, running);
  const cloud = await startLocalCloud(store, () => undefined);
  return connectToEngine(store, cloud.address, cloud.close);
}

async function openStack(stack: string): Promise<Target> {
  const client = new CloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return connect({
      title: stack,
      options: stack === cdkJson.context.stackName ? '' : `--stack ${stack}`,
      outputs: Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue])),
    });
  } catch (cause) {
    throw new Error(`The stack ${stack} cannot be read: ${explain(cause)}`, { cause });
  } finally {
    client.destroy();
  }
}

function explain(error: unknown): string {
  const { name = '', message = '' } = error as Partial<Error>;
  if (/does not exist/.test(message))
    return 'there is none in this account and region. Name another with --stack, set AWS_REGION or AWS_PROFILE, or use --local.';
  if (/Credentials|Token|Region/i.test(name + message))
    return `${message.replace(/\.?$/, '.')} Set AWS_PROFILE and AWS_REGION, or use --local.`;
  return message;
}
