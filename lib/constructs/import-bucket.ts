// The bucket: dropped files, the work objects of imports, and their reports. Each has its own prefix, grants and
// retention.
import { Annotations, CfnResource, Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DRY_RUN, INCOMING, REPORTS, WORK } from '../../lambdas/contracts/object-keys.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';
import { acknowledgeObjects } from './object-wildcard.ts';

type Prefix = typeof INCOMING | typeof DRY_RUN | typeof WORK | typeof REPORTS;

const INCOMING_DAYS = 400;

/** The retention of objects. The owner of an existing bucket configures the same rules. */
export const IMPORT_LIFECYCLE: LifecycleRule[] = [
  {
    // S3 removes the delete marker of an expired object when it is the last version (Amazon S3 User Guide, "Removing
    // expired object delete markers").
    id: 'incoming: delete files, and old versions of replaced and deleted files',
    prefix: INCOMING,
    expiration: Duration.days(INCOMING_DAYS),
    noncurrentVersionExpiration: Duration.days(30),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'dry-run: delete files',
    prefix: DRY_RUN,
    expiration: Duration.days(30),
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'work: delete objects that the report has summed up',
    prefix: WORK,
    expiration: Duration.days(14),
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'reports: delete after a year and a month',
    prefix: REPORTS,
    expiration: Duration.days(400),
    noncurrentVersionExpiration: Duration.days(30),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
];

/** The rules with another retention of dropped files. */
function lifecycle(incoming: Duration | undefined): LifecycleRule[] {
  return IMPORT_LIFECYCLE.map((rule) =>
    incoming && rule.prefix === INCOMING ? { ...rule, expiration: incoming } : rule,
  );
}

export interface ImportBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** An existing bucket. Default: a new one. */
  readonly existing?: IBucket | Bucket | undefined;
  /** How long the new bucket keeps dropped files. Default: 400 days. */
  readonly incomingRetention?: Duration | undefined;
  /** Encrypts the new bucket. Default: keys that S3 manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportBucket extends Construct {
  readonly bucket: IBucket | Bucket;

  constructor(scope: Construct, id: string, props: ImportBucketProps) {
    super(scope, id);
    if (props.existing) sendEvents(props.existing, this);
    this.bucket = props.existing ?? this.createBucket(props);
  }

  private createBucket({ removalPolicy, incomingRetention, encryptionKey }: ImportBucketProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: lifecycle(incomingRetention),
      removalPolicy,
    });
    // Set on the resource itself: the construct's own flag would deploy a function that makes the same call.
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new TypeError('A Bucket must have a CfnBucket.');
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every object under incoming/ is recorded as an import with its report. CloudTrail data events of the ' +
        'account record all other access, without a second bucket for each pipeline.',
    });
    return bucket;
  }

  /**
   * Reading includes versions, because an import reads one version, and listing: without it S3 answers 403 instead
   * of 404 for a missing object (Amazon S3 API, GetObject, "Permissions"). For that answer, S3 checks the permission to
   * list, and AWS does not say with which prefix, so the condition applies only if there is one (docs/decisions/0026).
   */
  grantRead(role: Role, ...prefixes: Prefix[]): void {
    this.grant(role, ['s3:GetObject', 's3:GetObjectVersion'], prefixes);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
    grantKeyUse(role, this.bucket.encryptionKey, 's3 read');
  }

  grantWrite(role: Role, ...prefixes: Prefix[]): void {
    this.grant(role, ['s3:PutObject', 's3:AbortMultipartUpload'], prefixes);
    grantKeyUse(role, this.bucket.encryptionKey, 's3 write');
  }

  private grant(role: Role, actions: string[], prefixes: Prefix[]): void {
    role.addToPolicy(
      new PolicyStatement({
        actions,
        resources: prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)),
      }),
    );
    for (const prefix of prefixes) {
      const reason = `The names of the keys under ${prefix} are unknown until the files arrive.`;
      acknowledgeObjects(role, this.bucket, prefix, reason);
    }
  }
}

/**
 * Turns on the events of a bucket of this app. The owner of any other bucket turns them on; `doctor` checks it. A bucket of
 * this app has a resource. Its class says nothing: the app can have its own copy of aws-cdk-lib.
 */
function sendEvents(bucket: IBucket | Bucket, scope: Construct): void {
  const resource = bucket.node.defaultChild;
  if (resource && CfnResource.isCfnResource(resource) && 'enableEventBridgeNotification' in bucket) {
    bucket.enableEventBridgeNotification();
    return;
  }
  Annotations.of(scope).addInfo(
    `Bucket ${bucket.bucketName} does not belong to this app. Turn on its versioning and its notifications to ` +
      'Amazon EventBridge, or no file starts an import (docs/deployment.md, "An existing bucket").',
  );
}
