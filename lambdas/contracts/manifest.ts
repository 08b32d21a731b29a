// The manifest of a multi-part export, as Redshift's UNLOAD writes it (AWS documentation, "UNLOAD", MANIFEST).
import * as z from 'zod';

export const ManifestSchema = z.object({
  entries: z.array(
    z.object({
      /** `s3://bucket/key` */
      url: z.string(),
      /** Newer versions of UNLOAD write it. The size is checked if it is there. */
      meta: z.object({ content_length: z.number().int().optional() }).optional(),
    }),
  ),
});
export type ManifestEntry = z.infer<typeof ManifestSchema>['entries'][number];
