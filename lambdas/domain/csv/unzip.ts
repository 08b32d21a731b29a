// Unpacks a zip archive with one file. It uses the directory of the archive, not the headers next to the data. No file is
// written under a name from the archive.
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import { RefusedError, refusal } from '../errors.ts';

/** Reads bytes `[start, end)` of the archive. */
export type ReadRange = (range: { readonly start: number; readonly end: number }) => AsyncIterable<Buffer>;

/** Files that macOS and Windows add to archives. */
const JUNK = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;
/** Files of a spreadsheet: Office Open XML, OpenDocument, Apple Numbers. */
const SPREADSHEET = /^(?:\[Content_Types\]\.xml$|xl\/|mimetype$|Index\/.*\.iwa$)/;
/** An archive with more entries is refused without reading the rest. */
const MOST_ENTRIES = 50;

/**
 * @param bytes the size of the archive.
 * @throws RefusedError `broken_zip`, `zip_encrypted`, `zip_without_file`, `zip_of_several_files`, `zip_unsafe_name`,
 *   `unsupported_compression`, `not_csv_spreadsheet`; and the errors of `read`, unchanged
 */
export async function* unzip(read: ReadRange, bytes: number): AsyncGenerator<Buffer> {
  const reader = new RangeReader(read);
  try {
    const zip = await fromRandomAccessReaderPromise(reader, bytes, {
      autoClose: false,
      decodeStrings: false,
    });
    const entry = await onlyFile(zip);
    yield* checked(await zip.openReadStreamPromise(entry), entry);
  } catch (cause) {
    if (reader.failure !== undefined) throw reader.failure;
    if (cause instanceof RefusedError || !(cause instanceof Error)) throw cause;
    if (/encrypt/.test(cause.message)) throw refusal('zip_encrypted', undefined, { cause });
    throw refusal('broken_zip', undefined, { cause });
  }
}

async function onlyFile(zip: ZipFile): Promise<Entry> {
  const files: Entry[] = [];
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    if (SPREADSHEET.test(name)) throw refusal('not_csv_spreadsheet');
    if (!name.endsWith('/') && !JUNK.test(name)) files.push(entry);
    if (++seen > MOST_ENTRIES) throw refusal('zip_of_several_files');
  }
  const [file, ...others] = files;
  if (file === undefined) throw refusal('zip_without_file');
  if (others.length > 0) throw refusal('zip_of_several_files');
  if (validateFileName(nameOf(file)) !== null) throw refusal('zip_unsafe_name');
  if (file.isEncrypted()) throw refusal('zip_encrypted');
  if (!file.canDecodeFileData()) throw refusal('unsupported_compression');
  return file;
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

async function* checked(stream: Readable, { crc32: expected }: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const piece of stream) {
    sum = crc32(piece as Buffer, sum);
    yield piece as Buffer;
  }
  if (sum !== expected) throw refusal('broken_zip');
}

/** Reads ranges of the archive, so that it is not fetched as a whole. */
class RangeReader extends RandomAccessReader {
  /** An error of reading, which is not an error of the archive. */
  failure: unknown;
  readonly #read: ReadRange;

  constructor(read: ReadRange) {
    super();
    this.#read = read;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#noting(this.#read({ start, end })));
  }

  async *#noting(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (failure) {
      this.failure = failure;
      throw failure;
    }
  }
}
