// The one bucket: what is dropped, what an import works on, and what it reports. A prefix each, and each with
// grants and a lifetime of its own.
import { Annotations, Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
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

/** How long objects are kept. The owner of an existing bucket gives it the same rules. */
export const IMPORT_LIFECYCLE: LifecycleRule[] = [
  {
    id: 'incoming: forget replaced and deleted files',
    prefix: INCOMING,
    noncurrentVersionExpiration: Duration.days(30),
    expiredObjectDeleteMarker: true,
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'dry-run: forget what was tried out',
    prefix: DRY_RUN,
    expiration: Duration.days(30),
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'work: forget what the report has summed up',
    prefix: WORK,
    expiration: Duration.days(14),
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
  {
    id: 'reports: keep for a year and a month',
    prefix: REPORTS,
    expiration: Duration.days(400),
    noncurrentVersionExpiration: Duration.days(30),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
];

export interface ImportBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** A bucket that is there already. Default: one of its own. */
  readonly existing?: IBucket | Bucket | undefined;
  /** Of its own bucket. Default: keys that S3 keeps. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class ImportBucket extends Construct {
  readonly bucket: IBucket | Bucket;

  constructor(scope: Construct, id: string, props: ImportBucketProps) {
    super(scope, id);
    if (props.existing) tellEventBridge(props.existing, this);
    this.bucket = props.existing ?? this.ownBucket(props);
  }

  private ownBucket({ removalPolicy, encryptionKey }: ImportBucketProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: IMPORT_LIFECYCLE,
      removalPolicy,
    });
    // On the resource itself: the construct's own flag would deploy one more function to make the same call.
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new TypeError('a Bucket holds a CfnBucket');
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every object below incoming/ is recorded as an import with its report; who else reads the bucket is for ' +
        "the account's CloudTrail data events, which need no second bucket per pipeline.",
    });
    return bucket;
  }

  /**
   * Reading includes any version, for an import is pinned to one, and listing: without it S3 answers 403 and
   * not 404 for an object that is gone (Amazon S3 API, GetObject, "Permissions").
   */
  grantRead(role: Role, ...prefixes: Prefix[]): void {
    this.grant(role, ['s3:GetObject', 's3:GetObjectVersion'], prefixes);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
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
      const reason = `The keys below ${prefix} have names that nobody knows before the files come.`;
      acknowledgeObjects(role, this.bucket, prefix, reason);
    }
  }
}

/** A bucket of this app is told to. One that the app only refers to is for its owner to switch on; `doctor` looks. */
function tellEventBridge(bucket: IBucket | Bucket, scope: Construct): void {
  if (bucket instanceof Bucket) {
    bucket.enableEventBridgeNotification();
    return;
  }
  Annotations.of(scope).addInfo(
    `Bucket ${bucket.bucketName} is not of this app: switch on its versioning and its notifications to Amazon ` +
      'EventBridge, or no file starts an import (docs/deployment.md, "An existing bucket").',
  );
}
