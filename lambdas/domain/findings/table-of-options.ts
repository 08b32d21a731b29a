// The part of the table of findings that asks for an option of the feed.

export const OPTIONS = {
  all_filtered: {
    severity: 'warning',
    means: 'No row that could be sent meets the conditions in `where` of the feed.',
    fix: 'Compare the texts in `where` with the cells of the file.',
  },
} as const;
