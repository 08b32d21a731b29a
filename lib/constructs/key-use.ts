// Grants the use of a customer-managed key, each only through one service.
import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export type KmsKey = IKey | Key;

/** The KMS actions that a service calls on behalf of a role. */
const ACTIONS = {
  /** Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys", "Permissions". */
  's3 read': ['kms:Decrypt'],
  /** The same page: a multipart upload decrypts as well. */
  's3 write': ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest", "Authorizing use of your KMS key". */
  dynamodb: [
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    'kms:GenerateDataKey',
    'kms:DescribeKey',
  ],
  /** Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs", for publishers. */
  sns: ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** Amazon SQS Developer Guide, "Amazon SQS Key management", for producers. */
  sqs: ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** AWS Secrets Manager User Guide, "Secret encryption and decryption", "Permissions for the KMS key". */
  secretsmanager: ['kms:Decrypt'],
} as const;

/**
 * Lets a role use a key through one service, but not directly. Does nothing if AWS manages the key. The grant is in the
 * role's policy, because the policy of a key in another stack could name the role only with a circular dependency.
 */
export function grantKeyUse(role: IRole, key: KmsKey | undefined, use: keyof typeof ACTIONS): void {
  if (!key) return;
  const service = use.split(' ')[0];
  const via = `${service}.${Stack.of(role).region}.amazonaws.com`;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...ACTIONS[use]],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': via } },
    }),
  );
}

/**
 * Lets services use the key in their own name: CloudWatch Logs, alarms that publish, and rules that send undelivered
 * events. The CDK cannot change the policy of an imported key: its owner adds the same statements.
 */
export function letServicesUse(key: KmsKey, scope: Construct): void {
  const { partition, region, account } = Stack.of(scope);
  const allow = (service: string, actions: string[], conditions?: Record<string, unknown>) =>
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions,
        resources: ['*'],
        ...(conditions && { conditions }),
      }),
    );
  // Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
  allow(
    `logs.${region}.amazonaws.com`,
    ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } },
  );
  // Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted topics":
  // EventBridge sends no aws:SourceAccount, so a condition on it would deny EventBridge.
  const send = ['kms:GenerateDataKey*', 'kms:Decrypt'];
  allow('cloudwatch.amazonaws.com', send, { StringEquals: { 'aws:SourceAccount': account } });
  allow('events.amazonaws.com', send);
}
