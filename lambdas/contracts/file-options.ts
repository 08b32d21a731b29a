// What a feed may state about its files, where the default of finding out is not enough.
import * as z from 'zod';

export const FileOptionsSchema = z.strictObject({
  /** By default UTF-8, or UTF-16 with a byte order mark. Other encodings cannot be told apart, and must be stated. */
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1']).optional(),
  /** By default found from the header. */
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /**
   * `double`: RFC 4180, a quote within quotes is doubled (default). `backslash`: it is escaped (Snowflake, MySQL).
   * `none`: quotes are text, and a backslash escapes the delimiter and line ends (Redshift UNLOAD with ESCAPE).
   */
  quoting: z.enum(['double', 'backslash', 'none']).optional(),
  /** The columns of a file without a header, in order. */
  columns: z.array(z.string().min(1)).min(1).optional(),
  /**
   * What starts an import. `object`: every dropped object (default). `manifest`: an object whose name ends in
   * `manifest`, listing the parts (Redshift UNLOAD). `success`: an object called `_SUCCESS`, for all objects beside it.
   */
  trigger: z.enum(['object', 'manifest', 'success']).optional(),
});
export type FileOptions = Readonly<z.infer<typeof FileOptionsSchema>>;
