import type { Bucket } from './buckets.ts';

/** Address of an existing or a new object. */
export interface ObjectAddress {
  readonly bucket: Bucket;
  readonly key: string;
}

/** Address of a version of an object, or of its current version if `versionId` is missing. */
export interface VersionAddress extends ObjectAddress {
  readonly versionId?: string | undefined;
}

/** Names and values in the order given. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** The content of an upload. */
export interface ObjectContent {
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Of the whole body, base64. */
  readonly crc32: string;
  /** Returned with the object: content-type and similar headers, and x-amz-meta-*. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface VersionName {
  readonly key: string;
  /** Greater than that of every version of the key that existed when this one was added. */
  readonly sequence: number;
  /** The string `null` in a bucket without versioning, as in S3. */
  readonly versionId: string;
  /** ISO date. */
  readonly lastModified: string;
}

export interface StoredObject extends VersionName, ObjectContent {
  readonly kind: 'object';
}

export interface DeleteMarker extends VersionName {
  readonly kind: 'delete-marker';
}

/** One version of a key: the content of its metadata.json. */
export type Version = StoredObject | DeleteMarker;
