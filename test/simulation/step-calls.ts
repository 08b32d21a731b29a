// Calls the steps of the functions, and records what they return, which turns they take and which keys they look up.

import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Command, MemoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import type { DeployedFunction } from './deployment.ts';
import { STEPS } from './functions.ts';
import type { Invocation } from './invocation.ts';
import { type Json, plainJson } from './json-path.ts';
import type { Mutant } from './mutant.ts';
import type { Observations } from './observations.ts';
import { portsOf, type Stores } from './ports.ts';
import type { Vendor } from './vendor.ts';
import { asVersion, type Version } from './versions.ts';

export interface StepCallsOptions {
  /** The version of a function that is deployed now. A call that runs keeps its own. */
  readonly versionOf: (name: FunctionName) => Version;
  readonly stores: Stores;
  readonly vendor: Vendor;
  readonly mutant: Mutant | undefined;
  readonly observations: Observations;
}

/** Calls the step of a function in an invocation. */
export type CallStep = (called: DeployedFunction, payload: Json, invocation: Invocation) => Promise<Json>;

export function createStepCalls({
  versionOf,
  stores,
  vendor,
  mutant,
  observations,
}: StepCallsOptions): CallStep {
  const { bucket } = stores;
  const { noteSeenKey: onSeenKey } = observations;
  return async ({ name, environment }, payload, invocation) => {
    await invocation.effect('lambda invoke', () => undefined);
    const version = versionOf(name);
    const { feeds, partitions, chunkBytes } = version;
    const importId = importIdIn(payload);
    const dynamodb = withTurns(stores.dynamodb, importId, observations);
    const first = portsOf(
      { ...stores, dynamodb },
      invocation,
      environment,
      vendor.ports(invocation, importId),
    );
    const plain = { ...first, objects: asVersion(first.objects, version, name) };
    const ports = mutant?.ports?.(plain, observations.seenItems, importId) ?? plain;
    const step = mutant?.steps?.[name] ?? STEPS[name];
    const { deadline } = invocation;
    const output = plainJson(
      await step(payload, { ports, environment, feeds, partitions, chunkBytes, deadline, bucket, onSeenKey }),
    );
    observations.answered.push({
      order: observations.effects(),
      function: name,
      importId: importId || importIdIn(output),
      execution: (payload as { execution?: string } | null)?.execution,
      output,
    });
    if (name === 'await-turn' && isNotWoken(payload, output)) observations.notWoken.push(importId);
    return output;
  };
}

/** Without a token, an import asks only after its time is up. */
function isNotWoken(payload: Json, output: Json): boolean {
  const { taskToken } = payload as { taskToken?: string };
  return taskToken === undefined && (output as { turn?: boolean }).turn === true;
}

/** Records the turns that an import takes, also if the invocation dies right after it. */
function withTurns(dynamodb: MemoryDynamoDb, importId: string, observations: Observations): MemoryDynamoDb {
  const looked = observations.effects();
  const execute: MemoryDynamoDb['execute'] = (command) => {
    const done = dynamodb.execute(command);
    if (takesTurn(command)) observations.turns.push({ importId, looked, taken: observations.effects() });
    return done;
  };
  return { ...dynamodb, execute };
}

/** As the adapter of the imports table writes it. */
function takesTurn({ input }: Command): boolean {
  return input.UpdateExpression?.startsWith('ADD forwarding') ?? false;
}

function importIdIn(value: Json): string {
  return String((value as { importId?: string } | null)?.importId ?? '');
}
