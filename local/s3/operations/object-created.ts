// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
import { randomUUID } from 'node:crypto';
import type { Bucket } from '../disk/buckets.ts';
import type { StoredObject } from '../disk/object-version.ts';
import type { S3Request } from '../http/s3-request.ts';

export type CreationReason = 'PutObject' | 'CompleteMultipartUpload' | 'CopyObject';

/** EventBridge's envelope with S3's "Object Created" detail. */
export interface ObjectCreated {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Object Created';
  readonly source: 'aws.s3';
  readonly account: string;
  /** ISO date in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly version: '0';
    readonly bucket: { readonly name: string };
    readonly object: {
      /** Not URL-encoded, unlike in S3's older notifications. */
      readonly key: string;
      /** Bytes. */
      readonly size: number;
      /** Without quotes. */
      readonly etag: string;
      /** Only in versioned buckets. */
      readonly 'version-id'?: string;
      /** For two events of one key, the later one has the greater sequencer, compared as text. */
      readonly sequencer: string;
    };
    readonly 'request-id': string;
    readonly requester: string;
    readonly 'source-ip-address': string;
    readonly reason: CreationReason;
  };
}

export interface Creation {
  readonly bucket: Bucket;
  readonly object: StoredObject;
  readonly request: S3Request;
  readonly reason: CreationReason;
}

const account = '000000000000';
const region = 'us-east-1';

export function objectCreated({ bucket, object, request, reason }: Creation): ObjectCreated {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account,
    time: object.lastModified.replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: object.key,
        size: object.size,
        etag: object.etag,
        ...(bucket.versioned && { 'version-id': object.versionId }),
        sequencer: `${hex(Date.parse(object.lastModified), 12)}${hex(object.sequence, 8)}`,
      },
      'request-id': request.id,
      requester: account,
      'source-ip-address': request.sourceIp,
      reason,
    },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
