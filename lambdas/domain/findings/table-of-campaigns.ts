// A part of table.ts: findings about what an import can start or delay in Customer.io.

export const CAMPAIGNS = {
  old_events_in_segments: {
    severity: 'notice',
    means:
      'Events older than 72 hours start no campaign that has an event as its trigger. They count for segments, and who enters a segment can start a campaign.',
    fix: 'Before the import, pause the campaigns that a segment triggers. Then look at their segments, and start them again.',
  },
  many_rows: {
    severity: 'notice',
    means:
      'Customer.io advises to send millions of rows at most once a day: more can delay campaigns and messages.',
    fix: "Import it when no campaign is urgent, and export only what is new or has changed. For a list that you import once, Customer.io's own import can be simpler: see docs/customerio-import.md.",
  },
} as const;
