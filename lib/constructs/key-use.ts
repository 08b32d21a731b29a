// Who may use a customer-managed key, for what, and through which service only.
import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export type KmsKey = IKey | Key;

/** What a service asks of KMS in the name of its caller. */
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
  /** Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs", for whoever publishes. */
  sns: ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** Amazon SQS Developer Guide, "Amazon SQS Key management", for whoever sends. */
  sqs: ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** AWS Secrets Manager User Guide, "Secret encryption and decryption", "Permissions for the KMS key". */
  secretsmanager: ['kms:Decrypt'],
} as const;

/**
 * Lets a role use a key through one service, and not by itself. Nothing where AWS keeps the key.
 * The role's own policy says so: the policy of a key in another stack could not name it without a circle.
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
 * Lets the services in that come in their own name: log groups, alarms that publish, rules whose events found nobody.
 * Of a key that the app only refers to the CDK cannot change the policy: there its owner does the same.
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
  // EventBridge sends no aws:SourceAccount, and would be turned away by a condition on it.
  const send = ['kms:GenerateDataKey*', 'kms:Decrypt'];
  allow('cloudwatch.amazonaws.com', send, { StringEquals: { 'aws:SourceAccount': account } });
  allow('events.amazonaws.com', send);
}
