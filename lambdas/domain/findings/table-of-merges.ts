// The part of the table of findings that is about people who are merged.

export const MERGES = {
  too_many_merges: {
    severity: 'warning',
    means: 'The file merges more people than the feed allows. A merge cannot be undone.',
    fix: 'Look at the file. If each row is right, approve the import, or raise the limit in the feed.',
  },
  merge_chain: {
    means:
      'Several rows of the file are about one person who is merged: a chain, a circle, or one person who is merged into two. These rows are rejected.',
    severity: 'warning',
    fix: 'Write in each row the person who stays at the end, and drop the file again. If the other rows are right without them, approve the import.',
  },
} as const;
