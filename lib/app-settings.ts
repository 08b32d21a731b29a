// Settings of the default app: the context of cdk.json, which `cdk -c name=value` overrides.
import { Duration, type Stack } from 'aws-cdk-lib';
import type { WarmThroughput } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as z from 'zod';
import {
  EnvironmentSchema,
  FUNCTION_ENVIRONMENT,
  type FunctionName,
} from '../lambdas/contracts/environment.ts';
import { DurationSchema } from '../lambdas/contracts/feed/duration.ts';
import { LONGEST_IMPORT_SECONDS } from './constructs/import-workflow.ts';
import type { CsvToCustomerIoProps } from './csv-to-customerio.ts';

/** Amazon S3 User Guide, "General purpose bucket naming rules". Empty: none. */
const BucketNameSchema = z.union([z.literal(''), z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)]);
/** ARN of a key, not of an alias: grants name the key itself (AWS KMS Developer Guide, "Key identifiers"). Empty: none. */
const KeyArnSchema = z.union([z.literal(''), z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/)]);

/** On the command line, an object is given as JSON: `-c 'memoryMb={"forward":2048}'`. Empty: none. */
const json = (value: unknown) => (typeof value === 'string' && value !== '' ? JSON.parse(value) : value);
const objectOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(json, z.union([z.literal(''), z.strictObject(shape).partial()]));

/** AWS Lambda Developer Guide, "Lambda quotas", "Function memory allocation". */
const MegabytesSchema = z.number().int().min(128).max(10_240);
const FUNCTIONS = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];
const MemorySchema = objectOf(
  Object.fromEntries(FUNCTIONS.map((name) => [name, MegabytesSchema])) as Record<
    FunctionName,
    typeof MegabytesSchema
  >,
);
/** The least is what a new table has: a lower value is refused (Amazon DynamoDB Developer Guide, "Warm throughput"). */
const WarmThroughputSchema = objectOf({
  readUnitsPerSecond: z.number().int().min(12_000),
  writeUnitsPerSecond: z.number().int().min(4_000),
});
const ImportTimeoutSchema = DurationSchema.refine((seconds) => seconds <= LONGEST_IMPORT_SECONDS);
const UrlSchema = z.union([z.literal(''), z.url({ protocol: /^https?$/ })]);
const LogDaysSchema = z.coerce
  .number()
  .refine((days) => days in RetentionDays && days < RetentionDays.INFINITE);

/** @throws Error that names the invalid setting. */
export function appSettings(stack: Stack): Omit<CsvToCustomerIoProps, 'feeds'> {
  const { CUSTOMERIO_REGION, REQUESTS_PER_SECOND, IMPORTS_AT_ONCE, PARTITIONS_AT_ONCE } =
    EnvironmentSchema.shape;
  const runbookUrl = setting(stack, 'runbookUrl', UrlSchema);
  const warmThroughput = setting(stack, 'seenTableWarmThroughput', WarmThroughputSchema);
  return {
    customerIoRegion: setting(stack, 'customerIoRegion', CUSTOMERIO_REGION),
    requestsPerSecond: setting(stack, 'requestsPerSecond', REQUESTS_PER_SECOND),
    importsAtOnce: setting(stack, 'importsAtOnce', IMPORTS_AT_ONCE),
    partitionsAtOnce: setting(stack, 'partitionsAtOnce', PARTITIONS_AT_ONCE),
    chunksAtOnce: setting(stack, 'chunksAtOnce', z.coerce.number().int().positive()),
    importTimeout: Duration.seconds(setting(stack, 'importTimeout', ImportTimeoutSchema)),
    memoryMb: setting(stack, 'memoryMb', MemorySchema) || {},
    incomingRetention: Duration.days(setting(stack, 'incomingDays', z.coerce.number().int().positive())),
    logRetention: setting(stack, 'logRetentionDays', LogDaysSchema),
    ...(runbookUrl !== '' && { runbookUrl }),
    ...(warmThroughput && { seenTableWarmThroughput: warmThroughput as WarmThroughput }),
    ...existingResources(stack),
  };
}

/** If both settings are given, the existing bucket is expected to be encrypted with the key. */
function existingResources(stack: Stack): Pick<CsvToCustomerIoProps, 'existingBucket' | 'encryptionKey'> {
  const bucketName = setting(stack, 'existingBucket', BucketNameSchema);
  const keyArn = setting(stack, 'encryptionKey', KeyArnSchema);
  const key = keyArn !== '' && { encryptionKey: Key.fromKeyArn(stack, 'EncryptionKey', keyArn) };
  if (bucketName === '') return { ...key };
  const existingBucket = Bucket.fromBucketAttributes(stack, 'ExistingBucket', { bucketName, ...key });
  return { ...key, existingBucket };
}

function setting<Value>(stack: Stack, name: string, schema: { parse: (value: unknown) => Value }): Value {
  const value: unknown = stack.node.tryGetContext(name);
  try {
    return schema.parse(value);
  } catch (cause) {
    throw new Error(
      `The setting "${name}" cannot be ${JSON.stringify(value)}. Change it in the context of cdk.json, or with -c ${name}=VALUE; docs/deployment.md describes the settings.`,
      { cause },
    );
  }
}
