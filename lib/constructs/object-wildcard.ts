// Acknowledges to cdk-nag the wildcard in grants on objects under a prefix.
import { Stack, Validations } from 'aws-cdk-lib';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** cdk-nag names a bucket of this app by its logical id, and any other bucket by its name. */
export function acknowledgeObjects(
  writer: IConstruct,
  bucket: IBucket | Bucket,
  prefix: string,
  reason: string,
): void {
  const logicalId: string | undefined = Stack.of(writer).resolve(bucket.bucketArn)['Fn::GetAtt']?.[0];
  const arn =
    logicalId === undefined ? `arn:<AWS::Partition>:s3:::${bucket.bucketName}` : `<${logicalId}.Arn>`;
  Validations.of(writer).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}/${prefix}*]`, reason });
}
