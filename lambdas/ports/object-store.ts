// The bucket, as the functions use it.

/** One version of an object: the newest one if neither version nor ETag is given. */
export interface ObjectPointer {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** The expected content, if the bucket keeps no versions. Once the object is replaced, this content is gone. */
  readonly etag?: string | undefined;
}

/** An object as it is now, identified by its version, or by its ETag if the bucket keeps no versions. */
export interface StoredObject extends ObjectPointer {
  readonly bytes: number;
}

/** Bytes `[start, end)`. Without `end`, to the end of the object. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface ObjectStore {
  /** The newest version of an object, or `undefined` if there is none. */
  find(key: string): Promise<StoredObject | undefined>;
  /** @throws RefusedError `object_gone` */
  read(pointer: ObjectPointer, range?: ByteRange): Promise<Buffer>;
  /** @throws RefusedError `object_gone` */
  stream(pointer: ObjectPointer, range?: ByteRange): AsyncIterable<Buffer>;
  /** Overwrites. A step that runs again writes the same content under the same key. */
  write(key: string, body: Buffer | string, contentType?: string): Promise<void>;
  /** Writes a stream of unknown length in parts. The object is visible only after its end. @returns the bytes written. */
  writeStream(key: string, body: AsyncIterable<Buffer | string>, contentType?: string): Promise<number>;
  /** Keys under a prefix, in order. */
  list(prefix: string): AsyncIterable<string>;
}
