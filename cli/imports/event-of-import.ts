// Starts the workflow again with the S3 event of an import, for operators.
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ObjectCreated } from '../../lambdas/contracts/workflow.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Target } from '../target/target.ts';

/** Starts the workflow again on the same object version. @returns the execution's ARN. */
export async function startAgain(
  target: Target,
  record: ImportRecord,
  extra: Omit<ObjectCreated, 'time' | 'detail'>,
): Promise<string> {
  const input = { ...(await eventOf(target, record)), ...extra };
  const { executionArn = '' } = await target.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: target.names.stateMachine,
      input: JSON.stringify(input),
    }),
  );
  return executionArn;
}

async function eventOf({ s3, names }: Target, { source, arrivedAt }: ImportRecord): Promise<ObjectCreated> {
  const { key, versionId, etag, bytes } = source;
  const version = versionId === undefined ? {} : { VersionId: versionId };
  const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket: names.bucket, Key: key, ...version }));
  const object = { key, size: bytes, etag: etag ?? ETag.replaceAll('"', '') };
  return {
    time: new Date(arrivedAt).toISOString(),
    detail: {
      bucket: { name: names.bucket },
      object: versionId === undefined ? object : { ...object, 'version-id': versionId },
    },
  };
}
