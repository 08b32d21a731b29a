// The input and output of every operation.
import type { Readable } from 'node:stream';
import type { Disk } from '../disk/disk.ts';
import type { StoredObject, VersionAddress } from '../disk/object-version.ts';
import type { S3Request } from '../http/s3-request.ts';
import type { CreationReason } from './object-created.ts';

export interface S3Call {
  readonly disk: Disk;
  readonly request: S3Request;
  /** From the path and `versionId`. The bucket exists. */
  readonly address: VersionAddress;
  /** Call it after the object is in place. */
  readonly announce: (object: StoredObject, reason: CreationReason) => void;
}

export interface S3Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Readable;
}

export type S3Operation = (call: S3Call) => Promise<S3Reply>;
