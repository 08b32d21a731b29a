// The part of the table of findings that is about keys and repeats.

export const REPEATS = {
  key_changed: {
    severity: 'warning',
    means:
      'The columns that make an event the same event, or a person the same person, are other ones than in the last completed import, or their values are written in another way. Rows that were delivered before would be sent again as new ones.',
    fix: 'Export the columns and their values as before, as text and not as numbers. If the change is right, approve the import: the next file is compared with this one.',
  },
  key_not_in_file: {
    severity: 'warning',
    means:
      'The feed has a `key`, and the file has none of its column lists. The content of each row is its key, so that every change in a row is a new event.',
    fix: 'Export the columns of one list, or correct `key` in the feed. Later files of this feed do not repeat the warning.',
  },
  seen_table_lost: {
    severity: 'warning',
    means:
      'Earlier imports of the feed left a mark in the seen table, and it is not there. What they delivered is not known any more.',
    fix: 'Restore the table or the secret as the operator runbook says, and drop the file again. If nothing can be restored, approve the import: it leaves a new mark.',
  },
  key_reused: {
    severity: 'warning',
    means:
      'Other events, at least 20 hours earlier or later, have these keys. The source uses the values of the key columns again.',
    fix: 'Add a column to `key` in the feed that makes the events differ, such as the day, and drop the file again. If these rows can be rejected, approve the import, or raise the limit in the feed.',
  },
  too_many_conflicts: {
    severity: 'warning',
    means:
      'More rows than the feed allows have the key of a delivered event, and differ from it. They are not sent.',
    fix: 'Look at these rows. If a property changes after the event, set `mayChange: true` for its column in the feed. If not, correct the file, or raise the limit in the feed.',
  },
  time_changed: {
    severity: 'warning',
    means:
      'Events have another time than when they were delivered. The column can contain the time of the last change, not that of the event. The rows were not sent.',
    fix: 'Set `time` of the feed to a column that never changes, such as when the row was created.',
  },
  mostly_old: {
    severity: 'warning',
    means: 'More rows than the feed allows were delivered before. It can be an older export.',
    fix: "Check that this is today's export. If it is, raise the limit in the feed.",
  },
} as const;
