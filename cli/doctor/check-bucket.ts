// Checks that the bucket sends events and keeps versions. The stack does not set this up for an existing bucket.
import { GetBucketNotificationConfigurationCommand, GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Target } from '../target/target.ts';
import { type Finding, note, problem, well } from './finding.ts';

export async function checkBucket({
  s3,
  names,
  endpoints,
}: Pick<Target, 's3' | 'names' | 'endpoints'>): Promise<Finding> {
  const Bucket = names.bucket;
  if (endpoints) return well(`${Bucket}, in the embedded engine`);
  const [notification, versioning] = await Promise.all([
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })).catch(whereDenied),
    s3.send(new GetBucketVersioningCommand({ Bucket })).catch(whereDenied),
  ]);
  if (notification && !notification.EventBridgeConfiguration)
    return problem(
      `${Bucket} sends no events to EventBridge, so dropped files start no import. Turn on Amazon EventBridge in the bucket's properties`,
    );
  if (versioning && versioning.Status !== 'Enabled')
    return note(
      `${Bucket} keeps no versions, so an import fails if its file is replaced while it runs. Turn on Bucket Versioning`,
    );
  if (!notification || !versioning)
    return note(
      `${Bucket}: your credentials may not read whether it sends events and keeps versions. Allow s3:GetBucketNotification and s3:GetBucketVersioning to check it`,
    );
  return well(`${Bucket}: versioned, sends events`);
}

/** An operator who may drop files and read reports does not need to read the configuration of the bucket. */
function whereDenied(error: unknown): undefined {
  if ((error as Partial<Error>).name !== 'AccessDenied') throw error;
}
