// Why a whole file is not imported: one table of stable codes. The docs and all messages are made from it.

/** What each code means and how to fix it. Texts never contain a cell's value. */
export const REFUSALS = {
  // Whether there is anything to read
  empty_file: {
    means: 'The file is empty. Nothing was sent.',
    fix: 'Export it again.',
  },
  no_rows: {
    means: 'The file has a header and no rows. Nothing was sent.',
    fix: 'If you expected rows, export the file again. If files without rows are normal for this feed, set in feeds.config.ts: limits: { empty: "accept" }.',
  },
  object_gone: {
    means: 'The file was deleted, or replaced in a bucket without versioning, before it could be read.',
    fix: 'Drop it again.',
  },
  unknown_feed: {
    means: 'No feed has the name of the folder that the file is in.',
    fix: 'Drop the file into the folder of its feed: incoming/<feed>/.',
  },
  feed_changed: {
    means: 'The feed was changed in feeds.config.ts while the import was running.',
    fix: 'Continue the import with: npm run cli -- redrive IMPORT. Nothing is sent twice.',
  },
  invalid_canary: {
    means: 'The file is in a folder canary=… whose number is not between 1 and 500.',
    fix: 'Drop it under incoming/<feed>/canary=50/ to send 50 operations first, or under incoming/<feed>/ to use the canary of the feed.',
  },
  colliding_columns: {
    means: 'Two columns of the file would be sent under the same name.',
    fix: 'Rename or drop one of them in feeds.config.ts: columns: { "COLUMN": { as: "other_name" } } or columns: { "COLUMN": { drop: true } }.',
  },

  // What kind of file it is
  not_text: {
    means: 'The file is not text, or contains something else next to text.',
    fix: 'Export it as CSV in UTF-8.',
  },
  unmarked_utf16: {
    means: 'The file seems to be UTF-16, but does not start with a byte order mark.',
    fix: 'Export it as UTF-8. If the files of this feed are UTF-16, set in feeds.config.ts: file: { encoding: "utf-16le" } or file: { encoding: "utf-16be" }.',
  },
  not_csv_html: {
    means:
      'The file is a web page, not CSV. It is often the login page or the error page of a download link that expired.',
    fix: 'Download the export again, and open it before you drop it.',
  },
  not_csv_xml: {
    means: 'The file is XML, not CSV.',
    fix: 'Export it as CSV.',
  },
  not_csv_json: {
    means: 'The file is JSON, not CSV.',
    fix: 'Export it as CSV. If it is the manifest of an UNLOAD, set in feeds.config.ts: file: { trigger: "manifest" }.',
  },
  not_csv_pdf: {
    means: 'The file is a PDF, not CSV.',
    fix: 'Export it as CSV.',
  },
  not_csv_spreadsheet: {
    means: 'The file is a spreadsheet, not CSV.',
    fix: 'Save its sheet as "CSV UTF-8".',
  },
  not_csv_columnar: {
    means: 'The file is in a binary format for tables (Parquet, ORC, Avro), not CSV.',
    fix: 'Export it as CSV.',
  },
  not_csv_tar: {
    means: 'The file is a tar archive, not CSV.',
    fix: 'Unpack it, and drop its CSV files.',
  },

  // Compression
  unsupported_compression: {
    means: 'The file is compressed in a format that cannot be read, or compressed twice.',
    fix: 'Compress it once with gzip or zip, or drop it uncompressed.',
  },
  broken_gzip: {
    means: 'The gzip file is damaged or incomplete. Nothing was sent.',
    fix: 'Upload it again.',
  },
  broken_zip: {
    means: 'The zip archive is damaged or incomplete. Nothing was sent.',
    fix: 'Upload it again.',
  },
  zip_encrypted: {
    means: 'The zip archive is protected by a password.',
    fix: 'Pack it without a password. The bucket itself is encrypted.',
  },
  zip_without_file: {
    means: 'The zip archive contains no file.',
    fix: 'Pack the CSV file into it.',
  },
  zip_of_several_files: {
    means: 'The zip archive contains more than one file.',
    fix: 'Drop each CSV file on its own.',
  },
  zip_unsafe_name: {
    means: 'The file in the zip archive has a path that leads out of the archive.',
    fix: 'Pack the CSV file again under its file name alone, without a path.',
  },
  expands_too_much: {
    means: 'The file expands to more than a CSV file would.',
    fix: 'Drop it uncompressed, or in several parts.',
  },

  // Header
  header_too_long: {
    means: 'The header does not end within the bytes that are read for it.',
    fix: 'Close its last quote, and check the line ends of the file.',
  },
  broken_header: {
    means: 'The quotes in the header do not pair up.',
    fix: 'Correct the quotes in the first line.',
  },
  header_not_utf8: {
    means: 'The header contains bytes that are not UTF-8.',
    fix: 'Export the file as UTF-8, or set the encoding of the files in feeds.config.ts.',
  },
  no_header: {
    means:
      'The file ends before its header: it has no more lines than the feed leaves out with file.skipLines.',
    fix: 'Check the first lines of the file. If it has no title above the header, remove file.skipLines from the feed, or drop the file into a feed without it.',
  },
  blank_header: {
    means: 'No column in the header has a name.',
    fix: 'Name the columns in the first line. If the files of this feed have no header, name their columns in feeds.config.ts: file: { columns: ["first", "second"] }.',
  },
  duplicate_header: {
    means: 'Two columns in the header have the same name.',
    fix: 'Rename or remove one of them.',
  },
  unexpected_header: {
    means: 'The first line of the file is a header with other names than the columns that the feed states.',
    fix: 'Change file.columns in feeds.config.ts to the columns of the file, in order. If all files of the feed have a header, delete file.columns. If the first line is a row, move another row to the top.',
  },
  missing_column: {
    means: 'The file lacks a column that its feed needs.',
    fix: 'Check that the file is in the folder of the right feed. If it is, use the name of the column in the file for this column of the feed in feeds.config.ts.',
  },
  wrong_file: {
    means: 'The file has a column that only files of another kind have.',
    fix: 'Drop it into the folder of its own feed.',
  },
  unexpected_column: {
    means: 'The file has a column that its feed does not name, and the feed refuses such columns.',
    fix: 'Name it in feeds.config.ts: columns: { "COLUMN": {} }. To accept all columns, set unmapped: "keep" or unmapped: "drop".',
  },
  redirecting_column: {
    means: 'The file has a column whose name makes Customer.io send messages to or from another address.',
    fix: 'Drop or rename it in feeds.config.ts: columns: { "COLUMN": { drop: true } } or columns: { "COLUMN": { as: "other_name" } }.',
  },
  consent_column: {
    means: 'The file has a column that decides who gets messages, and its feed does not name it.',
    fix: 'Name it in feeds.config.ts: columns: { "COLUMN": { as: "unsubscribed", type: "boolean" } } or columns: { "COLUMN": { drop: true } }.',
  },

  identifier_column: {
    means:
      'The file has a column id, cio_id or anonymous_id that its feed does not name. Customer.io would take it for an identifier of the person, although another column identifies.',
    fix: 'Drop or rename it in feeds.config.ts: columns: { "COLUMN": { drop: true } } or columns: { "COLUMN": { as: "other_name" } }. If it identifies the person, add to identifiers: { as: "id", columns: ["COLUMN"] }.',
  },

  added_column: {
    means: 'The file has a column that the transform of its feed adds.',
    fix: 'Give the added column another name in feeds.config.ts. Or remove it from transform.adds: then the function changes the column of the file.',
  },

  // Rows
  record_too_large: {
    means: 'One record of the file is too large for the memory.',
    fix: 'Check the line ends and the quotes of the file.',
  },
  unclear_quotes: {
    means:
      'A quote is not closed, or closed in the wrong place, and the file does not show within 1,000 lines and 1 MiB where the next row starts.',
    fix: 'Put the whole cell in quotes, and write each quote in it twice (""). Or delete the quote. Then drop the file again.',
  },
  group_too_large: {
    means: 'The rows of one group are too large for the memory.',
    fix: 'Check the line ends of the file, and the column of groupBy in feeds.config.ts.',
  },

  // Exports of many objects
  broken_manifest: {
    means: 'The manifest is not the JSON that UNLOAD writes: {"entries": [{"url": "s3://bucket/key"}]}.',
    fix: 'Unload again, with the option MANIFEST.',
  },
  part_elsewhere: {
    means: 'The manifest lists an object that is not in the folder of its feed.',
    fix: 'Unload into the folder of the feed in this bucket: incoming/<feed>/.',
  },
  part_missing: {
    means: 'The manifest lists an object that does not exist. Nothing was sent.',
    fix: 'Unload again.',
  },
  part_changed: {
    means: 'An object does not have the size that the manifest lists.',
    fix: 'Unload again, into a folder of its own.',
  },
  no_parts: {
    means: 'There are no objects to import.',
    fix: 'Write the objects of the export into the folder of its _SUCCESS object, or list them in its manifest.',
  },
  too_many_parts: {
    means: 'The export has more objects than one import can have.',
    fix: 'Export fewer and larger objects (UNLOAD: PARALLEL OFF, or a larger MAXFILESIZE).',
  },
  parts_disagree: {
    means: 'The objects of the export do not all have the same columns.',
    fix: 'Write each export into a folder of its own.',
  },

  // Feed
  unknown_time_zone: {
    means: 'The feed names a time zone that does not exist.',
    fix: 'Use an IANA name in feeds.config.ts: timezone: "Europe/Berlin".',
  },
} as const satisfies Record<string, { readonly means: string; readonly fix: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** The reason as people read it: what happened, a sentence on this file, how to fix it. */
export function explainRefusal(code: RefusalCode, detail?: string): string {
  const { means, fix } = REFUSALS[code];
  return [means, detail, fix].filter((sentence) => sentence !== undefined).join(' ');
}
