// The part of the table of findings that asks for an option of the feed.

export const OPTIONS = {
  unused_consent: {
    severity: 'warning',
    means:
      'The column looks like a consent to messages, and nothing in the feed sends one. People who said no get messages.',
    fix: "If it says who wants messages, set `type: 'optIn'` for the column in the feed; if it says who does not, `type: 'optOut'`. If it is neither, set `type: 'string'`.",
  },
  all_filtered: {
    severity: 'warning',
    means: 'No row that could be sent meets the conditions in `where` of the feed.',
    fix: 'Compare the texts in `where` with the cells of the file.',
  },
} as const;
