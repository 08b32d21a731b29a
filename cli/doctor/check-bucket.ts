// Looks whether the bucket tells of files and keeps their versions: of an existing bucket its owner has to see to it.
import { GetBucketNotificationConfigurationCommand, GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Target } from '../target/target.ts';
import { type Finding, mend, note, well } from './finding.ts';

export async function checkBucket({
  s3,
  names,
  endpoints,
}: Pick<Target, 's3' | 'names' | 'endpoints'>): Promise<Finding> {
  const Bucket = names.bucket;
  if (endpoints) return well(`${Bucket}, of the embedded engine`);
  const [notification, versioning] = await Promise.all([
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })).catch(whereDenied),
    s3.send(new GetBucketVersioningCommand({ Bucket })).catch(whereDenied),
  ]);
  if (notification && !notification.EventBridgeConfiguration)
    return mend(
      `${Bucket} sends no events to EventBridge: dropped files start nothing. Turn it on in its properties`,
    );
  if (versioning && versioning.Status !== 'Enabled')
    return note(`${Bucket} keeps no versions: a file that is replaced while it is imported fails`);
  if (!notification || !versioning)
    return note(
      `${Bucket}: whether it sends events and keeps versions you may not see (s3:GetBucketNotification, s3:GetBucketVersioning)`,
    );
  return well(`${Bucket}, versioned, sends its events`);
}

/** Who may drop files and read reports need not see how the bucket is set up. */
function whereDenied(error: unknown): undefined {
  if ((error as Partial<Error>).name !== 'AccessDenied') throw error;
}
