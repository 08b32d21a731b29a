// Opens a dropped object as UTF-8 text: the object itself, or a copy that is unpacked and decoded once.
import type { FileOptions } from '../contracts/feed/file-options.ts';
import { decodeText } from '../domain/csv/decode.ts';
import {
  type Compression,
  optionsFor,
  refuseBinary,
  SNIFF_BYTES,
  sniffCompression,
  sniffEncoding,
} from '../domain/csv/sniff-file.ts';
import { gunzip, withinLimits } from '../domain/csv/unpack.ts';
import { unzip } from '../domain/csv/unzip.ts';
import type { ObjectPointer, ObjectStore, StoredObject } from '../ports/object-store.ts';

/**
 * @param copyKey the key of the copy, if one is made.
 * @returns the object with the text.
 * @throws RefusedError if it is not text, or cannot be unpacked.
 */
export async function openText(
  object: StoredObject,
  copyKey: string,
  file: FileOptions,
  objects: ObjectStore,
): Promise<StoredObject> {
  const start = await objects.read(object, { start: 0, end: Math.min(object.bytes, SNIFF_BYTES) });
  const compression = sniffCompression(start);
  if (compression === 'none') {
    refuseBinary(start);
    if (sniffEncoding(start, optionsFor(start, file).encoding) === 'utf-8') return object;
  }
  const text = decodeText(unpacked(object, object.bytes, compression, objects), file);
  return { key: copyKey, bytes: await objects.writeStream(copyKey, text, 'text/csv') };
}

function unpacked(
  object: ObjectPointer,
  bytes: number,
  compression: Compression,
  objects: ObjectStore,
): AsyncIterable<Buffer> {
  switch (compression) {
    case 'none':
      return objects.stream(object);
    case 'gzip':
      return withinLimits(gunzip(objects.stream(object)), bytes);
    case 'zip':
      return withinLimits(
        unzip((range) => objects.stream(object, range), bytes),
        bytes,
      );
  }
}
