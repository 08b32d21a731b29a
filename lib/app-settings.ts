// Settings of the default app: the context of cdk.json, which `cdk -c name=value` overrides.
import type { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as z from 'zod';
import { EnvironmentSchema } from '../lambdas/contracts/environment.ts';
import type { CsvToCustomerIoProps } from './csv-to-customerio.ts';

/** Amazon S3 User Guide, "General purpose bucket naming rules". Empty: none. */
const BucketNameSchema = z.union([z.literal(''), z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)]);
/** ARN of a key, not of an alias: grants name the key itself (AWS KMS Developer Guide, "Key identifiers"). Empty: none. */
const KeyArnSchema = z.union([z.literal(''), z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/)]);

/** @throws Error that names the invalid setting. */
export function appSettings(stack: Stack): Omit<CsvToCustomerIoProps, 'feeds'> {
  const { CUSTOMERIO_REGION, REQUESTS_PER_SECOND, IMPORTS_AT_ONCE, PARTITIONS_AT_ONCE } =
    EnvironmentSchema.shape;
  return {
    customerIoRegion: setting(stack, 'customerIoRegion', CUSTOMERIO_REGION),
    requestsPerSecond: setting(stack, 'requestsPerSecond', REQUESTS_PER_SECOND),
    importsAtOnce: setting(stack, 'importsAtOnce', IMPORTS_AT_ONCE),
    partitionsAtOnce: setting(stack, 'partitionsAtOnce', PARTITIONS_AT_ONCE),
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
