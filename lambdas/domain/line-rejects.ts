// Why a line is not sent because of how it is written: the first codes of `REJECTS`. The texts are in rejects.csv, next to
// the row, so they do not contain what they are about.
export const LINE_REJECTS = {
  broken_quotes: {
    means: 'The quotes on this line do not pair up.',
    fix: 'Put the whole cell in quotes, and write each quote in it twice ("").',
  },
  unterminated_quote: {
    means: 'A quote opens here and is not closed, so this line can be a row or a part of a cell.',
    fix: 'Close the quote, then drop all rejected rows again. The rows below may need no change.',
  },
  escaped_quote: {
    means: 'A quote in a cell was escaped with a backslash.',
    fix: 'Write each quote in a cell twice (""). If all files of the feed use backslashes, set in feeds.config.ts: file: { quoting: "backslash" }.',
  },
  column_count: {
    means: 'The row has more or fewer cells than the header has columns.',
    fix: 'Put each cell that contains the delimiter in quotes, and give the row one cell for each column.',
  },
  repeated_header: {
    means: 'This line repeats the header, as happens when files are joined. It is not data.',
    fix: 'Delete the line. No data is lost.',
  },
  nul_byte: {
    means: 'A cell contains a NUL byte, which does not occur in text.',
    fix: 'Export the row again as text.',
  },
  invalid_encoding: {
    means: 'A cell contains bytes that are not UTF-8.',
    fix: 'Export the file again as UTF-8, or set its encoding in feeds.config.ts.',
  },
  lost_character: {
    means: 'A cell contains the character U+FFFD. A program writes it for a character that it cannot read.',
    fix: 'Export the row again as UTF-8. If feeds.config.ts sets file.encoding, check that it is the encoding of the file.',
  },
  not_fixed: {
    means: 'The row was rejected before, and its structure has not changed.',
    fix: 'Correct the row. If it is right as it is, empty its cell in the column _reject_hash.',
  },
  required_column_blank: {
    means: 'The cell is empty, and the feed requires a value in this column.',
    fix: 'Fill in the cell. If it is empty in every row, check that the file is in the folder of the right feed.',
  },
} as const satisfies Record<string, { readonly means: string; readonly fix: string }>;
