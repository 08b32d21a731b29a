// What `cdk deploy` would deploy, read from the template: state machine, functions with settings, rules and tables.
import { keptAssembly } from '../../cli/local/kept-assembly.ts';
import {
  type Environment,
  FUNCTION_ENVIRONMENT,
  type FunctionName,
  readEnvironment,
} from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { type RuleDescription, readTemplate } from '../../local/engine/template.ts';
import { type Machine, readMachine } from './interpreter.ts';

export interface DeployedFunction {
  readonly name: FunctionName;
  readonly timeoutSeconds: number;
  readonly environment: Environment;
}

export interface Deployment {
  readonly feeds: Feeds;
  readonly machine: Machine;
  readonly stateMachineArn: string;
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly rules: readonly RuleDescription[];
  /** Names of each table's keys, partition key first. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly bucket: string;
  readonly importsTable: string;
  readonly seenTable: string;
}

/** Three workers for an import, so that a dozen rows share partitions. Other settings are those of cdk.json. */
const CONTEXT = { partitionsAtOnce: 3 };

/** The folder of the synthesized app. It is kept between runs, because synthesis takes seconds. */
export function assemblyOf(feeds: Feeds): string {
  return keptAssembly({ feeds, context: CONTEXT, withoutCode: true });
}

export async function deploy(feeds: Feeds): Promise<Deployment> {
  const template = readTemplate(assemblyOf(feeds));
  const { stateMachine, functions: described, rules, tables, buckets } = template;
  const functions = new Map(described.map(({ arn, ...description }) => [arn, readFunction(description)]));
  const forward = [...functions.values()].find(({ name }) => name === 'forward')?.environment;
  return {
    feeds,
    machine: readMachine(stateMachine.definition),
    stateMachineArn: stateMachine.arn,
    functions,
    rules,
    tables: Object.fromEntries(
      tables.map(({ name, create }) => [
        name,
        (create.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName),
      ]),
    ),
    bucket: buckets[0]?.name ?? '',
    importsTable: forward?.IMPORTS_TABLE_NAME ?? '',
    seenTable: forward?.SEEN_TABLE_NAME ?? '',
  };
}

function readFunction(description: {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}): DeployedFunction {
  const { environment, timeoutSeconds } = description;
  const name = environment.POWERTOOLS_SERVICE_NAME as FunctionName;
  const settings = readEnvironment(FUNCTION_ENVIRONMENT[name], environment);
  return { name, timeoutSeconds, environment: settings as Environment };
}
