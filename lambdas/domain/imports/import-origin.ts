// The import that delivered something, as every seen item names it.

export interface ImportOrigin {
  readonly importId: string;
  readonly feed: string;
  /** Milliseconds since 1970, to the second: when the file arrived. */
  readonly arrivedAt: number;
}

/** What follows the feed in the id of an import. */
const TIME_AND_HASH = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-[0-9a-f]{8}$/;

/**
 * The origin of seen items and partition indexes that were written before 2026-12. They have no `feed` and no
 * `arrivedAt`, so both are derived from the id of the import.
 * @returns the whole text as the feed and 1970 as the arrival if the text is not the id of an import.
 */
export function originBefore202612(importId: string): ImportOrigin {
  const [suffix, year, month, day, hour, minute, second] = TIME_AND_HASH.exec(importId) ?? [];
  if (suffix === undefined) return { importId, feed: importId, arrivedAt: 0 };
  return {
    importId,
    feed: importId.slice(0, -suffix.length),
    arrivedAt: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
  };
}
