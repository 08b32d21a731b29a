// Compares the account's quota of functions that run at the same time with what the settings need.
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Finding, note, well } from './finding.ts';

export interface Concurrency {
  readonly chunksAtOnce: number;
  readonly importsAtOnce: number;
  readonly partitionsAtOnce: number;
}

/** Split, Review, Report and waiting imports. */
const OTHERS = 5;

/** The most functions that imports run at the same time: one validates, the others send. */
export function functionsNeeded({ chunksAtOnce, importsAtOnce, partitionsAtOnce }: Concurrency): number {
  return chunksAtOnce + importsAtOnce * partitionsAtOnce + OTHERS;
}

export async function checkConcurrency(
  lambda: Pick<LambdaClient, 'send'>,
  settings: Concurrency,
): Promise<Finding> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const quota = AccountLimit?.UnreservedConcurrentExecutions ?? AccountLimit?.ConcurrentExecutions ?? 0;
  const needed = functionsNeeded(settings);
  const found = `up to ${quota} functions of the account run at the same time`;
  if (quota >= needed) return well(`${found}; imports use up to ${needed} with the settings of cdk.json`);
  return note(
    `${found}, but imports use up to ${needed} with the settings of cdk.json. They are throttled, and slow down this and other work of the account. Request a higher quota "Concurrent executions" of AWS Lambda, or deploy with a lower chunksAtOnce (now ${settings.chunksAtOnce}) and partitionsAtOnce (now ${settings.partitionsAtOnce})`,
  );
}
