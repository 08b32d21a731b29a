// The bucket, as the functions see it.

/** One version of an object; the newest where neither version nor ETag is named. */
export interface ObjectPointer {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Where the bucket keeps no versions: the content that is meant. Once it is replaced, it is gone. */
  readonly etag?: string | undefined;
}

/** An object as it is now, pinned: by its version, or by its ETag where the bucket keeps no versions. */
export interface StoredObject extends ObjectPointer {
  readonly bytes: number;
}

/** Bytes `[start, end)`; to the object's end without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface ObjectStore {
  /** The newest version of an object; `undefined` where there is none. */
  find(key: string): Promise<StoredObject | undefined>;
  /** @throws RefusedError `object_gone` */
  read(pointer: ObjectPointer, range?: ByteRange): Promise<Buffer>;
  /** @throws RefusedError `object_gone` */
  stream(pointer: ObjectPointer, range?: ByteRange): AsyncIterable<Buffer>;
  /** Overwrites: every name is written with the same content each time. */
  write(key: string, body: Buffer | string, contentType?: string): Promise<void>;
  /** Writes a stream of unknown length in parts; nothing is visible before its end. Returns the bytes written. */
  writeStream(key: string, body: AsyncIterable<Buffer | string>, contentType?: string): Promise<number>;
  /** Keys below a prefix, in order. */
  list(prefix: string): AsyncIterable<string>;
}
