import type { Bucket } from './buckets.ts';

/** Where an object is, or shall be. */
export interface ObjectAddress {
  readonly bucket: Bucket;
  readonly key: string;
}

/** One version of an object; its current one without `versionId`. */
export interface VersionAddress extends ObjectAddress {
  readonly versionId?: string | undefined;
}

/** Names and values in the order given. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** What an upload brings. */
export interface ObjectContent {
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Of the whole body, base64. */
  readonly crc32: string;
  /** Sent back with the object: content-type and its kin, and x-amz-meta-*. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface VersionName {
  readonly key: string;
  /** Greater than that of any version of the key there was when this one came. */
  readonly sequence: number;
  /** `null` (the word) in a bucket without versions, as in S3. */
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

/** One version of a key, as its metadata.json has it. */
export type Version = StoredObject | DeleteMarker;
