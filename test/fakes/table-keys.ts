// The keys of the tables, partition key first, as in lib/constructs/imports-table.ts and seen-table.ts.
export const IMPORTS_KEYS = ['importId', 'item'] as const;
export const SEEN_KEYS = ['key'] as const;
