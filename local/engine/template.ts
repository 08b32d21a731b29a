// Reads a synthesized cloud assembly, so that the engine runs what `cdk deploy` deploys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, resolveIntrinsics } from './intrinsics.ts';
import { localArn, localMeanings, localName, type RawTemplate, type Resource } from './local-names.ts';
import { readTable, type TableDescription } from './template-table.ts';

export interface BucketDescription {
  readonly logicalId: string;
  readonly name: string;
  readonly versioned: boolean;
  /** Whether its object events go to the event bus. */
  readonly eventBridge: boolean;
}

export interface FunctionDescription {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Folder with the bundle. */
  readonly assetFolder: string;
  /** `<file without ending>.<export>`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

export interface SecretDescription {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Value in the template. */
  readonly value: string | undefined;
  /** CloudFormation's GenerateSecretString. */
  readonly generate: Readonly<Record<string, unknown>> | undefined;
}

export interface StateMachineDescription {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Amazon States Language, exactly as it is deployed except for the local names in it. */
  readonly definition: string;
}

export interface RuleDescription {
  readonly logicalId: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targetArns: readonly string[];
}

/** A call of EventBridge Scheduler. Locally it never starts by itself. */
export interface ScheduleDescription {
  readonly logicalId: string;
  readonly targetArn: string;
  readonly input: string;
}

export interface CloudTemplate {
  readonly buckets: readonly BucketDescription[];
  readonly tables: readonly TableDescription[];
  readonly functions: readonly FunctionDescription[];
  readonly secrets: readonly SecretDescription[];
  readonly stateMachine: StateMachineDescription;
  /** Rules with an event pattern. */
  readonly rules: readonly RuleDescription[];
  readonly schedules: readonly ScheduleDescription[];
  /** The stack's outputs, which name bucket, tables and state machine for operators. */
  readonly outputs: Readonly<Record<string, string>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** A resource, whose properties are resolved when they are read. */
interface Reading {
  readonly logicalId: string;
  readonly resource: Resource;
  readonly get: (property: string) => unknown;
}

/**
 * @param assembly folder that `cdk synth` wrote (with `manifest.json`), with one stack.
 * @throws Error that names what the engine cannot read, and its path in the template.
 */
export function readTemplate(assembly: string): CloudTemplate {
  const { template, assetFolders } = readAssembly(assembly);
  const meanings = localMeanings(template);
  const ofTypes = (...types: string[]): Reading[] =>
    Object.entries(template.Resources)
      .filter(([, resource]) => types.includes(resource.Type))
      .map(([logicalId, resource]) => ({
        logicalId,
        resource,
        get: (property) =>
          resolveIntrinsics(resource.Properties?.[property], meanings, `${logicalId}.${property}`),
      }));
  const notified = ofTypes('Custom::S3BucketNotifications')
    .filter((reading) => sendsToEventBridge(reading.get('NotificationConfiguration')))
    .map((reading) => reading.get('BucketName'));
  const buckets = ofTypes('AWS::S3::Bucket').map((reading) => readBucket(reading, notified));
  const rules = ofTypes('AWS::Events::Rule')
    .filter(({ resource }) => resource.Properties?.EventPattern !== undefined)
    .map(readRule);
  return {
    buckets: [...buckets, ...existingBuckets(rules, buckets)],
    tables: ofTypes('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(
      ({ logicalId, resource, get }) => readTable(logicalId, localName(logicalId, resource), get),
    ),
    functions: ofTypes('AWS::Lambda::Function')
      .filter(isPipelineFunction)
      .map((reading) => readFunction(reading, assetFolders)),
    secrets: ofTypes('AWS::SecretsManager::Secret').map(readSecret),
    stateMachine: readStateMachine(ofTypes('AWS::StepFunctions::StateMachine')),
    rules,
    schedules: ofTypes('AWS::Scheduler::Schedule').map(readSchedule),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [
        name,
        String(resolveIntrinsics(Value, meanings, `Outputs.${name}`)),
      ]),
    ),
  };
}

interface Assembly {
  readonly template: RawTemplate;
  /** Absolute folders, by the asset's key in the bootstrap bucket. */
  readonly assetFolders: ReadonlyMap<string, string>;
}

function readAssembly(assembly: string): Assembly {
  const manifest = readJson(join(assembly, 'manifest.json'));
  const artifacts = Object.values(asObject(manifest.artifacts)).map(asObject);
  const stacks = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new Error(`The embedded engine runs one stack, but ${assembly} has ${stacks.length}.`);
  }
  const assetFolders = artifacts
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .flatMap(({ properties }) =>
      Object.values(asObject(readJson(join(assembly, String(asObject(properties).file))).files)),
    )
    .map(asObject)
    .flatMap(({ source, destinations }) =>
      Object.values(asObject(destinations)).map(
        (destination) =>
          [String(asObject(destination).objectKey), join(assembly, String(asObject(source).path))] as const,
      ),
    );
  const template = readJson(join(assembly, String(asObject(stack.properties).templateFile)));
  return { template: template as unknown as RawTemplate, assetFolders: new Map(assetFolders) };
}

function readBucket({ logicalId, resource, get }: Reading, notified: readonly unknown[]): BucketDescription {
  const name = localName(logicalId, resource);
  return {
    logicalId,
    name,
    versioned: asObject(get('VersioningConfiguration')).Status === 'Enabled',
    eventBridge: sendsToEventBridge(get('NotificationConfiguration')) || notified.includes(name),
  };
}

/** Existing buckets that a rule refers to. Locally they are created with the settings that their owner must make. */
function existingBuckets(
  rules: readonly RuleDescription[],
  own: readonly BucketDescription[],
): BucketDescription[] {
  const listened = rules.flatMap(({ pattern }) => asObject(asObject(pattern.detail).bucket).name ?? []);
  const names = new Set(listened.map(String));
  for (const { name } of own) names.delete(name);
  return [...names].map((name) => ({ logicalId: name, name, versioned: true, eventBridge: true }));
}

/** The CDK turns EventBridge on with a custom resource, CloudFormation with a property of the bucket. */
function sendsToEventBridge(configuration: unknown): boolean {
  return asObject(configuration).EventBridgeConfiguration !== undefined;
}

/** Not a custom resource of the CDK: their code is inline, or they configure what needs no configuration locally. */
function isPipelineFunction({ logicalId, resource }: Reading): boolean {
  return (
    asObject(resource.Properties?.Code).S3Key !== undefined &&
    String(resource.Properties?.Runtime).startsWith('nodejs') &&
    !/^(Custom|BucketNotificationsHandler|LogRetention)/.test(logicalId)
  );
}

function readFunction({ logicalId, resource, get }: Reading, assetFolders: Assembly['assetFolders']) {
  const key = String(asObject(get('Code')).S3Key);
  const assetFolder = assetFolders.get(key);
  if (assetFolder === undefined)
    throw new Error(`The assembly has no asset ${key} with the code of ${logicalId}.`);
  const variables = asObject(asObject(get('Environment')).Variables);
  return {
    logicalId,
    name: localName(logicalId, resource),
    arn: localArn(logicalId, resource),
    assetFolder,
    handler: String(get('Handler')),
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    // AWS::Lambda::Function's defaults.
    timeoutSeconds: Number(get('Timeout') ?? 3),
    memoryMegabytes: Number(get('MemorySize') ?? 128),
  };
}

function readSecret({ logicalId, resource, get }: Reading): SecretDescription {
  const value = get('SecretString');
  const generate = get('GenerateSecretString');
  return {
    logicalId,
    name: localName(logicalId, resource),
    arn: localArn(logicalId, resource),
    value: typeof value === 'string' ? value : undefined,
    generate: isObject(generate) ? generate : undefined,
  };
}

function readStateMachine(readings: readonly Reading[]): StateMachineDescription {
  const [reading] = readings;
  if (reading === undefined || readings.length > 1) {
    throw new Error(`The embedded engine runs one state machine, but the template has ${readings.length}.`);
  }
  const { logicalId, resource, get } = reading;
  const definition = get('DefinitionString');
  if (typeof definition !== 'string') throw new Error(`${logicalId} has no DefinitionString.`);
  return { logicalId, name: localName(logicalId, resource), arn: localArn(logicalId, resource), definition };
}

function readRule({ logicalId, get }: Reading): RuleDescription {
  const targets = get('Targets');
  return {
    logicalId,
    pattern: asObject(get('EventPattern')),
    targetArns: (Array.isArray(targets) ? targets : []).map(asObject).map((target) => {
      const shaped = ['Input', 'InputPath', 'InputTransformer'].find((name) => name in target);
      if (shaped !== undefined)
        throw new Error(`The embedded engine does not support ${shaped} (${logicalId}).`);
      return String(target.Arn);
    }),
  };
}

function readSchedule({ logicalId, get }: Reading): ScheduleDescription {
  const { Arn, Input } = asObject(get('Target'));
  return { logicalId, targetArn: String(Arn), input: String(Input) };
}

function readJson(file: string): Properties {
  return asObject(JSON.parse(readFileSync(file, 'utf8')));
}

function asObject(value: unknown): Properties {
  return isObject(value) ? value : {};
}
