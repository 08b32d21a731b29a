// How the files of a feed are written, if this cannot be found from the file.
import * as z from 'zod';

export const FileOptionsSchema = z.strictObject({
  // A byte order mark overrides it. `iso-8859-1` is read as `windows-1252`, as browsers do.
  encoding: z
    .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'shift_jis'])
    .optional()
    .describe('The character encoding. By default UTF-8, or what a byte order mark says.'),
  // A first line `sep=;`, which Excel writes, overrides it.
  delimiter: z
    .enum([',', ';', '\t', '|'])
    .optional()
    .describe('What separates the cells. By default found from the header.'),
  quoting: z
    .enum(['double', 'backslash', 'none'])
    .optional()
    .describe(
      'A quote in a quoted cell is doubled (double, the default) or escaped (backslash). With none, quotes are text.',
    ),
  // A rejects.csv has no such lines. The line `sep=;` is not counted.
  skipLines: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Lines above the header that are not read, such as the title of a report. Blank lines count.'),
  // A file that starts with exactly these names has a header.
  columns: z
    .array(z.string().min(1))
    .min(1)
    .refine(
      (columns) => new Set(columns).size === columns.length,
      'has a column twice. Remove one of the two',
    )
    .optional()
    .describe('The columns of files without a header, in order.'),
  // `manifest`: an object whose name ends in `manifest` and that lists the parts (Redshift UNLOAD). `success`: an object
  // called `_SUCCESS`, for all objects next to it in the order of their keys (Spark, Hadoop).
  trigger: z
    .enum(['object', 'manifest', 'success'])
    .optional()
    .describe(
      'What starts an import: every object (default), a manifest of the parts, or a _SUCCESS object.',
    ),
});
export type FileOptions = Readonly<z.infer<typeof FileOptionsSchema>>;
