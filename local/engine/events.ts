// Events that the embedded cloud itself sends, and the names of the executions that events start.
import { createHash, randomUUID } from 'node:crypto';
import type { CloudEvent } from './event-bus.ts';
import type { ExecutionRecord } from './execution-journal.ts';
import { isObject } from './intrinsics.ts';
import { ACCOUNT, REGION } from './local-names.ts';

/** The fields of an "Object Created" event that identify one object version. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  /** The ETag if the bucket has no versioning. */
  readonly version: string;
}

/** Name of the execution that an object version starts, so that a second event for it starts no other. */
export function executionNameOf({ bucket, key, version }: ObjectVersion): string {
  return createHash('sha256')
    .update(JSON.stringify([bucket, key, version]))
    .digest('hex')
    .slice(0, 32);
}

/** Name of the execution that an event starts: from the object version if it has one, otherwise from its id. */
export function executionNameOfEvent(event: CloudEvent): string {
  const { bucket, object } = event.detail as { readonly bucket?: unknown; readonly object?: unknown };
  if (!isObject(bucket) || !isObject(object)) return event.id;
  return executionNameOf({
    bucket: String(bucket.name),
    key: String(object.key),
    version: String(object['version-id'] ?? object.etag),
  });
}

/**
 * "Step Functions Execution Status Change" of an execution that has ended.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusChangeEvent(record: ExecutionRecord, stateMachineArn: string): CloudEvent {
  const { arn, name, input, end, startedAt, endedAt } = record;
  const failed = end !== undefined && end.status !== 'SUCCEEDED' ? end : undefined;
  const envelope = { version: '0', account: ACCOUNT, region: REGION, time: endedAt, resources: [arn] };
  return {
    ...envelope,
    id: randomUUID(),
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: {
      executionArn: arn,
      stateMachineArn,
      name,
      status: end?.status,
      startDate: Date.parse(startedAt),
      stopDate: Date.parse(endedAt ?? startedAt),
      input: JSON.stringify(input),
      output: end?.status === 'SUCCEEDED' ? JSON.stringify(end.output) : null,
      error: failed?.error ?? null,
      cause: failed?.cause ?? null,
    },
  };
}
