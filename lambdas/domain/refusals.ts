// Why a whole file is not imported: one table of stable codes, from which the docs and the messages are made.

/** What each code means and how to mend it. Texts never hold a cell's value. */
export const REFUSALS = {
  // Whether there is anything to read
  empty_file: {
    means: 'The file is empty.',
    mend: 'Export it again; nothing was sent.',
  },
  no_rows: {
    means: 'The file has a header and no rows.',
    mend: 'Nothing was sent. If rows were expected, export it again.',
  },
  object_gone: {
    means: 'The file was deleted before it could be read, or replaced in a bucket that keeps no versions.',
    mend: 'Drop it again.',
  },
  unknown_feed: {
    means: 'No feed is called as the folder that the file lies in.',
    mend: 'Drop files below incoming/<feed>/.',
  },

  feed_changed: {
    means: 'The feed was changed while the import ran.',
    mend: 'Redrive it: nothing is sent twice.',
  },

  invalid_canary: {
    means: 'The file lies in a folder canary=…, which names no number of operations from 1 to 500.',
    mend: 'Drop it below incoming/<feed>/canary=50/, or below incoming/<feed>/ for what the feed asks for.',
  },

  colliding_columns: {
    means: 'Two columns of the file would be sent under one name.',
    mend: "Name one of them in the feed's columns: with another name in as, or with drop.",
  },

  // What kind of file it is
  not_text: {
    means: 'The file is no text, or text with something else in it.',
    mend: 'Export it as CSV in UTF-8.',
  },
  unmarked_utf16: {
    means: 'The file seems to be UTF-16, but has no byte order mark that says so.',
    mend: 'State the encoding of the feed\'s files (file.encoding: "utf-16le" or "utf-16be"), or export as UTF-8.',
  },
  not_csv_html: {
    means: 'The file is a web page, not CSV: often the login or error page of an expired download link.',
    mend: 'Download the export again and look into it before it is dropped.',
  },
  not_csv_xml: {
    means: 'The file is XML, not CSV.',
    mend: 'Export it as CSV.',
  },
  not_csv_json: {
    means: 'The file is JSON, not CSV.',
    mend: 'Export it as CSV. If it is the manifest of an UNLOAD, state file.trigger: "manifest" in the feed.',
  },
  not_csv_pdf: {
    means: 'The file is a PDF, not CSV.',
    mend: 'Export it as CSV.',
  },
  not_csv_spreadsheet: {
    means: 'The file is a spreadsheet, not CSV.',
    mend: 'Save its sheet as "CSV UTF-8".',
  },
  not_csv_columnar: {
    means: 'The file is in a binary format for tables (Parquet, ORC, Avro), not CSV.',
    mend: 'Export it as CSV.',
  },
  not_csv_tar: {
    means: 'The file is a tar archive, not CSV.',
    mend: 'Unpack it, and drop the CSV files in it.',
  },

  // Compression
  unsupported_compression: {
    means: 'The file is compressed in a way that is not read here, or twice.',
    mend: 'Compress it as gzip, or drop it as it is.',
  },
  broken_gzip: {
    means: 'The gzip file is damaged or cut short.',
    mend: 'Upload it again; nothing was sent.',
  },
  broken_zip: {
    means: 'The zip archive is damaged or cut short.',
    mend: 'Upload it again; nothing was sent.',
  },
  zip_encrypted: {
    means: 'The zip archive is protected by a password.',
    mend: 'Pack it without one. The bucket itself is encrypted.',
  },
  zip_without_file: {
    means: 'The zip archive holds no file.',
    mend: 'Pack the CSV file into it.',
  },
  zip_of_several_files: {
    means: 'The zip archive holds more than one file.',
    mend: 'Drop each of its CSV files on its own.',
  },
  zip_unsafe_name: {
    means: 'The file in the zip archive is named by a path that leads out of it.',
    mend: 'Pack the CSV file alone, under its plain name.',
  },
  expands_too_much: {
    means: 'The file expands further than any CSV would.',
    mend: 'Drop it uncompressed, or in parts.',
  },

  // Header
  header_too_long: {
    means: 'The header does not end where the longest header would.',
    mend: 'Close its last quote, and check the line ends.',
  },
  broken_header: {
    means: 'The quotes of the header do not pair up.',
    mend: 'Mend the first line.',
  },
  header_not_utf8: {
    means: 'The header holds bytes that are no UTF-8.',
    mend: 'Export as UTF-8, or state the encoding of the feed\'s files (file.encoding: "windows-1252").',
  },
  blank_header: {
    means: 'No column of the header has a name.',
    mend: "Name the columns in the first line, or state them in the feed's file.columns.",
  },
  duplicate_header: {
    means: 'Two columns of the header have the same name.',
    mend: 'Rename or remove one.',
  },
  missing_column: {
    means: 'The file lacks a column that its feed needs.',
    mend: 'Check that it is the right file for this feed; otherwise name the column in the feed.',
  },
  wrong_file: {
    means: 'The file has a column that only files of another kind have.',
    mend: 'Drop it below the folder of its own feed.',
  },
  unexpected_column: {
    means: 'The file has a column that its feed does not name, and the feed refuses such.',
    mend: 'Name it in the feed\'s columns, or state unmapped: "keep" or "drop".',
  },
  redirecting_column: {
    means: 'The file has a column whose name would make Customer.io send mail elsewhere.',
    mend: "Name it in the feed's columns: with drop, or with another name in as.",
  },
  consent_column: {
    means: 'The file has a column that decides who is mailed, and its feed does not name it.',
    mend: 'Name it in the feed\'s columns, with type: "boolean" or drop.',
  },

  // Rows
  record_too_large: {
    means: 'A single record is larger than can be held in memory.',
    mend: "Check the file's line ends.",
  },
  group_too_large: {
    means: 'The rows of a single group are more than can be held in memory.',
    mend: "Check the file's line ends and the feed's groupBy.",
  },

  // Exports of many objects
  broken_manifest: {
    means: 'The manifest is not the JSON that UNLOAD writes: {"entries": [{"url": "s3://bucket/key"}]}.',
    mend: 'Unload again, with the option MANIFEST.',
  },
  part_elsewhere: {
    means: 'The manifest names an object that is not below the folder of its feed.',
    mend: "Unload into the feed's folder of this bucket.",
  },
  part_missing: {
    means: 'The manifest names an object that is not there.',
    mend: 'Unload again; nothing was sent.',
  },
  part_changed: {
    means: 'An object has another size than the manifest says.',
    mend: 'Unload again, into a folder of its own.',
  },
  no_parts: {
    means: 'There are no objects to import.',
    mend: 'Write the export into the folder that its last object is in.',
  },
  too_many_parts: {
    means: 'The export has more objects than can be one import.',
    mend: 'Export fewer and larger ones (UNLOAD: PARALLEL OFF, or a larger MAXFILESIZE).',
  },
  parts_disagree: {
    means: 'The objects of the export have not all the same columns.',
    mend: 'Write each export into a folder of its own.',
  },

  // Feed
  unknown_time_zone: {
    means: 'The feed names a time zone that does not exist.',
    mend: 'Use an IANA name, such as "Europe/Berlin".',
  },
} as const satisfies Record<string, { readonly means: string; readonly mend: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** The sentences for people: meaning, what it is about in this file, mend. */
export function explainRefusal(code: RefusalCode, detail?: string): string {
  const { means, mend } = REFUSALS[code];
  return [means, detail, mend].filter((sentence) => sentence !== undefined).join(' ');
}
