// What an import ends as: the words that report.json, the command line and the metrics share.
import * as z from 'zod';
import { EventTimesSchema } from './event-times.ts';

/** Every row ends in exactly one of these. */
export const OUTCOMES = [
  'delivered',
  'duplicate',
  'unchanged',
  'rejected',
  'held',
  'suppressed',
  'expired',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

const rows = z.number().int().nonnegative();

/** Rows by outcome. */
export const OutcomesSchema = z.object(
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, rows])) as Record<Outcome, typeof rows>,
);
export type Outcomes = z.infer<typeof OutcomesSchema>;

/** Where an import stands. The last four are terminal; `awaiting-approval`: a canary was sent, and somebody must say whether the rest follows. */
export const IMPORT_STATES = [
  'splitting',
  'validating',
  'waiting',
  'forwarding',
  'awaiting-approval',
  'completed',
  'held',
  'paused',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const TERMINAL_STATES = ['completed', 'held', 'paused', 'failed'] as const;
export type TerminalState = (typeof TERMINAL_STATES)[number];
/** Of what there are reports: imports that have ended, and those that somebody must look at. */
export const REPORTED_STATES = [...TERMINAL_STATES, 'awaiting-approval'] as const;

/** Something that looks wrong in the file, with its evidence. It never contains a cell's value. */
export const FindingSchema = z.object({
  /** One of the codes in lambdas/domain/findings/table.ts, which says what it means and how to fix it. */
  code: z.string(),
  severity: z.enum(['warning', 'notice']),
  /** Column, count and share in one sentence. */
  message: z.string(),
  column: z.string().optional(),
  /** How many rows; if the message counts columns or people, how many of these. */
  rows,
  /** From 0 to 1, of what the message counts. */
  share: z.number(),
  /** The first lines that show it, at most five. */
  lines: z.array(z.number().int()).readonly(),
});
export type Finding = Readonly<z.infer<typeof FindingSchema>>;

/** Rows that are sound and were not sent. */
export const KeptBackSchema = z.object({
  outcome: z.enum(['held', 'suppressed', 'expired']),
  /** In words; never a cell's value. */
  reason: z.string(),
  rows,
  /** The first lines, in order. */
  lines: z.array(z.number().int()).readonly(),
});
export type KeptBack = Readonly<z.infer<typeof KeptBackSchema>>;

/** A rejected row: where it stands, and what the cell at fault looks like, its letters and digits masked. */
export const RejectExampleSchema = z.object({
  line: z.number().int(),
  /** Where the import has several files; `line` is then the line in it. */
  file: z.string().optional(),
  column: z.string().optional(),
  shape: z.string().optional(),
});
export type RejectExample = Readonly<z.infer<typeof RejectExampleSchema>>;

/** How long ago duplicates were delivered, counted from the arrival of their file. */
export const DUPLICATE_AGES = [
  'in_this_file',
  'under_1_day',
  'under_7_days',
  'under_30_days',
  'under_90_days',
  'older',
] as const;
export type DuplicateAge = (typeof DUPLICATE_AGES)[number];

/** What the cells of a column look like. */
export const ColumnProfileSchema = z.object({
  name: z.string(),
  /** Cells that say something. */
  filled: rows,
  /** Cells by what they are, the most frequent first. */
  types: z.array(z.object({ type: z.string(), rows })),
  /** UTF-8 bytes of the longest cell. */
  longestBytes: z.number().int(),
});
export type ColumnProfile = Readonly<z.infer<typeof ColumnProfileSchema>>;

/** How many people are on their way into a journey, and whether that is usual. */
export const FlowVerdictSchema = z.object({
  flow: z.string(),
  /** As the feed writes it: `24h`, `60d-90d`. */
  age: z.string(),
  people: rows,
  /** What is stated or learned; nothing while there is too little to learn from. */
  usual: z.object({ min: rows, max: rows }).optional(),
  verdict: z.enum(['usual', 'unusual', 'unknown']),
});
export type FlowVerdict = Readonly<z.infer<typeof FlowVerdictSchema>>;

/** What Split says of a column of the header. */
export const HeaderNoteSchema = z.object({ column: z.string(), message: z.string() });
export type HeaderNote = Readonly<z.infer<typeof HeaderNoteSchema>>;

export const ReportSchema = z.object({
  importId: z.string(),
  feed: z.string(),
  state: z.enum(REPORTED_STATES),
  /** Why it is not `completed`: a stable code and a sentence with the mend. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  file: z.object({
    bucket: z.string(),
    key: z.string(),
    versionId: z.string().optional(),
    bytes: z.number().int(),
    /** Keys of the objects that were read, where the dropped one is a manifest or `_SUCCESS` for them. */
    parts: z.array(z.string()).optional(),
  }),
  /** CSV records that were read, without the header. */
  rows,
  /** Groups of rows, such as orders. Absent if the feed does not group rows, or a part of the file was not counted. */
  groups: z
    .object({
      /** What a group is, in the singular: `order`. */
      noun: z.string(),
      read: rows,
      /** Absent if a part was delivered by a version that did not count groups. */
      delivered: rows.optional(),
    })
    .optional(),
  outcomes: OutcomesSchema,
  /** Rows without an outcome: 0 unless the import failed or paused midway. */
  unfinished: rows,
  /** Duplicates whose content differs from what was delivered under the same key. Part of `duplicate`. */
  conflicts: rows,
  /**
   * Further events, such as the cancellation that an order's rows tell of, that Customer.io refused. Operations, no
   * rows: theirs have their outcome from the order itself, and are in rejects.csv all the same.
   */
  refusedFurther: z.number().int().nonnegative(),
  /** Items made from the rows, before duplicates were taken out. */
  operations: z.number().int(),
  /** Batches posted to Customer.io, repeated ones included. */
  requests: z.number().int(),
  /** Of the requests, those that repeated one that failed. */
  retries: z.number().int().nonnegative(),
  /** When the file arrived. */
  arrivedAt: z.iso.datetime(),
  /** From registration to report. */
  seconds: z.number(),
  /**
   * What it cost in AWS, estimated: US dollars, and the units that they are made of. Of a dry run, what the dry run
   * itself did cost.
   */
  cost: z.object({ dollars: z.number(), usage: z.record(z.string(), z.number()) }).optional(),
  /** Why rows are held, suppressed or expired. Where an import has several files, `places` says file and line. */
  keptBack: z.array(KeptBackSchema.extend({ places: z.array(z.string()).optional() })),
  /** From registration to report by state, in the order in which they were entered. */
  stages: z.array(z.object({ state: z.string(), seconds: z.number() })),
  /** With the first rows of each code. */
  rejects: z.array(z.object({ code: z.string(), rows, examples: z.array(RejectExampleSchema) })),
  /** The rows that are `duplicate`, by when the event was delivered. */
  duplicates: z.array(z.object({ age: z.enum(DUPLICATE_AGES), rows })),
  events: z.array(z.object({ name: z.string(), rows })),
  /** Events that were young enough to trigger campaigns when the file arrived. */
  wouldTrigger: rows,
  /**
   * Of a file below `dry-run/`: what the import would do now. The rows that would be delivered are among `held`; with
   * these, events that would be sent and are young enough to trigger campaigns.
   */
  dryRun: z
    .object({
      wouldDeliver: rows,
      wouldTrigger: rows,
      /** Items, and the batches that they would be sent in. */
      operations: z.number().int(),
      requests: z.number().int(),
      /** What DynamoDB would charge for asking the seen table and marking there, in US dollars. */
      dollars: z.number(),
    })
    .optional(),
  /** One for each age of each of the feed's flows; not there where it has none, or was not weighed. */
  flows: z.array(FlowVerdictSchema).optional(),
  /** What was sent before anybody had approved, where the feed asks for a canary. */
  canary: z
    .object({
      operations: z.number().int(),
      rows,
      /** Operations that Customer.io refused. */
      refused: z.number().int(),
      /** While it awaits approval: until when, and then it is held. */
      approveBy: z.iso.datetime().optional(),
    })
    .optional(),
  /** Somebody has approved it after it was held: the feed's limits were not asked again. */
  approved: z.literal(true).optional(),
  findings: z.array(FindingSchema),
  /** Columns that are not sent, or under another name, and why. */
  notices: z.array(HeaderNoteSchema),
  /** When the events happened; not there where the file holds none. */
  eventTimes: EventTimesSchema.optional(),
  /** In the header's order; a very wide file's last ones are left out. */
  columns: z.array(ColumnProfileSchema),
  /** Rows by the identifiers that they have, such as `id+email`. */
  identifiers: z.array(z.object({ use: z.string(), rows })),
});
export type Report = z.infer<typeof ReportSchema>;

/** What the page of imports says of one. */
export const ImportSummarySchema = ReportSchema.pick({
  importId: true,
  feed: true,
  state: true,
  arrivedAt: true,
  rows: true,
  groups: true,
  outcomes: true,
  unfinished: true,
  reason: true,
}).extend({
  /** Key of the dropped file. */
  key: z.string(),
  dryRun: z.boolean(),
});
export type ImportSummary = Readonly<z.infer<typeof ImportSummarySchema>>;
