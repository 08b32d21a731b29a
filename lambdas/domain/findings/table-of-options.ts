// The part of the table of findings that asks for an option of the feed.

export const OPTIONS = {
  long_values: {
    severity: 'notice',
    means:
      'The column has values that are longer than Customer.io accepts, and `tooLong` of the feed cuts them or leaves them out.',
    fix: 'Export shorter values, or send the text as a property of an event, which has no such limit.',
  },
  unused_action: {
    severity: 'warning',
    means:
      'The column says which people were deleted or changed, and the feed does not read it. Deleted people are created again.',
    fix: "Set `actionFrom` in the feed, such as `{ column: '_fivetran_deleted', values: { true: 'delete', false: 'identify' } }`, or leave these rows out with `where`. If it means something else, name the column in `columns`.",
  },
  dates_as_text: {
    severity: 'warning',
    means:
      'The column has dates, and the feed sends them as text. Segments and campaigns with conditions on dates do not match people by text.',
    fix: "Set `type: 'datetime'` for the column in the feed (Unix seconds), or `type: 'date'` and `send: 'iso'` for days such as birthdays. If it is text for a message only, set `type: 'string'`.",
  },
  unused_consent: {
    severity: 'warning',
    means:
      'The column looks like a consent to messages, and nothing in the feed sends one. People who said no get messages.',
    fix: "If it says who wants messages, set `type: 'optIn'` for the column in the feed; if it says who does not, `type: 'optOut'`. If it is neither, set `type: 'string'`.",
  },
  all_filtered: {
    severity: 'warning',
    means: 'No row that could be sent is kept by `where` and `transform` of the feed.',
    fix: 'Compare the texts in `where` and `transform` with the cells of the file.',
  },
} as const;
