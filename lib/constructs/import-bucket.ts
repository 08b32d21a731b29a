// The one bucket: what is dropped, what an import works on, and what it reports. A prefix each, and each with
// grants and a lifetime of its own.
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DRY_RUN, INCOMING, REPORTS, WORK } from '../../lambdas/contracts/object-keys.ts';

type Prefix = typeof INCOMING | typeof DRY_RUN | typeof WORK | typeof REPORTS;

const LIFECYCLE: LifecycleRule[] = [
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

export class ImportBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: LIFECYCLE,
      removalPolicy: props.removalPolicy,
    });
    this.tellEventBridge();
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every object below incoming/ is recorded as an import with its report; who else reads the bucket is for ' +
        "the account's CloudTrail data events, which need no second bucket per pipeline.",
    });
  }

  /**
   * Reading includes any version, for an import is pinned to one, and listing: without it S3 answers 403 and
   * not 404 for an object that is gone (Amazon S3 API, GetObject, "Permissions").
   */
  grantRead(role: Role, ...prefixes: Prefix[]): void {
    this.grant(role, ['s3:GetObject', 's3:GetObjectVersion'], prefixes);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
  }

  grantWrite(role: Role, ...prefixes: Prefix[]): void {
    this.grant(role, ['s3:PutObject', 's3:AbortMultipartUpload'], prefixes);
  }

  private grant(role: Role, actions: string[], prefixes: Prefix[]): void {
    role.addToPolicy(
      new PolicyStatement({
        actions,
        resources: prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)),
      }),
    );
    const bucket = Stack.of(this).resolve(this.bucket.bucketArn)['Fn::GetAtt'][0];
    for (const prefix of prefixes) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${prefix}*]`,
        reason: `The keys below ${prefix} have names that nobody knows before the files come.`,
      });
    }
  }

  /** Set on the resource itself: the construct's own flag would deploy one more function to make the same call. */
  private tellEventBridge(): void {
    const resource = this.bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new TypeError('a Bucket holds a CfnBucket');
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
}
