// The result of an import: the values that report.json, the command line and the metrics share.
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
  'filtered',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

const rows = z.number().int().nonnegative();

/** Rows by outcome. What versions before 2026-12 stored has no `filtered`. */
export const OutcomesSchema = z.object({
  ...(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, rows])) as Record<Outcome, typeof rows>),
  filtered: rows.default(0),
});
export type Outcomes = z.infer<typeof OutcomesSchema>;

/** The last four are terminal. `awaiting-approval`: a canary was sent, and the rest needs approval. */
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
/** The states that have a report: the terminal ones, and the one that needs a decision. */
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

/** Valid rows that were not sent. */
export const KeptBackSchema = z.object({
  outcome: z.enum(['held', 'suppressed', 'expired', 'filtered']),
  /** A text for people, without a cell's value. */
  reason: z.string(),
  rows,
  /** The first lines, in order. */
  lines: z.array(z.number().int()).readonly(),
});
export type KeptBack = Readonly<z.infer<typeof KeptBackSchema>>;

/**
 * How an event differs from the one that was delivered under its key. `reused`: it is another event. `chained` is not about
 * events: another merge of the file is about one of the two people.
 */
export const DIFFERENCES = ['reused', 'person', 'time', 'content', 'chained'] as const;
export type Difference = (typeof DIFFERENCES)[number];
/** Of two events with the same key. */
export type DifferenceOfEvents = Exclude<Difference, 'chained'>;

/** Events that differ from the one that was delivered under their key, and were not sent. */
export const DifferingSchema = z.object({
  how: z.enum(DIFFERENCES),
  /** Operations: further events of the same rows count here, and not in `rows`. */
  events: z.number().int().nonnegative(),
  /** The further events among them. Absent if there are none, or if a version before 2026-12 counted. */
  further: z.number().int().nonnegative().optional(),
  rows,
  /** The first lines, in order. */
  lines: z.array(z.number().int()).readonly(),
});
export type Differing = Readonly<z.infer<typeof DifferingSchema>>;

/** A rejected row: its line, and the form of the wrong cell with its letters and digits masked. */
export const RejectExampleSchema = z.object({
  line: z.number().int(),
  /** Only if the import has several files. `line` is then the line in this file. */
  file: z.string().optional(),
  column: z.string().optional(),
  shape: z.string().optional(),
});
export type RejectExample = Readonly<z.infer<typeof RejectExampleSchema>>;

/** How long before the arrival of their file duplicates were delivered. */
export const DUPLICATE_AGES = [
  'in_this_file',
  'under_1_day',
  'under_7_days',
  'under_30_days',
  'under_90_days',
  'older',
] as const;
export type DuplicateAge = (typeof DUPLICATE_AGES)[number];

/** The cells of a column. */
export const ColumnProfileSchema = z.object({
  name: z.string(),
  /** Cells that are not empty. */
  filled: rows,
  /** Cells by type, the most frequent first. */
  types: z.array(z.object({ type: z.string(), rows })),
  /** UTF-8 bytes of the longest cell. */
  longestBytes: z.number().int(),
});
export type ColumnProfile = Readonly<z.infer<typeof ColumnProfileSchema>>;

/** The number of people who are about to enter a journey, and whether it is usual. */
export const FlowVerdictSchema = z.object({
  flow: z.string(),
  /** As the feed writes it: `24h`, `60d-90d`. */
  age: z.string(),
  people: rows,
  /** From the feed or learned. Missing while there are too few imports to learn from. */
  usual: z.object({ min: rows, max: rows }).optional(),
  verdict: z.enum(['usual', 'unusual', 'unknown']),
});
export type FlowVerdict = Readonly<z.infer<typeof FlowVerdictSchema>>;

/** Whether the feeds suffice for a journey, as far as this file shows. */
export const JourneyVerdictSchema = z.object({
  /** Its title: `Cart recovery`. */
  journey: z.string(),
  /** `has`: it can run. `files`: if the files have what it needs. `lacks`: something is missing. */
  state: z.enum(['has', 'files', 'lacks']),
  /** What is missing or open, and what to add to feeds.config.ts. */
  open: z.array(
    z.object({ text: z.string(), add: z.array(z.object({ place: z.string(), line: z.string() })) }),
  ),
});
export type JourneyVerdict = Readonly<z.infer<typeof JourneyVerdictSchema>>;

/** A header note: what Split says of a column. */
export const HeaderNoteSchema = z.object({ column: z.string(), message: z.string() });
export type HeaderNote = Readonly<z.infer<typeof HeaderNoteSchema>>;

export const ReportSchema = z.object({
  importId: z.string(),
  feed: z.string(),
  state: z.enum(REPORTED_STATES),
  /** Why it is not `completed`: a stable code, and what happened and how to fix it. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  file: z.object({
    bucket: z.string(),
    key: z.string(),
    versionId: z.string().optional(),
    bytes: z.number().int(),
    /** Keys of the objects that were read, if the dropped object is a manifest or `_SUCCESS`. */
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
  /**
   * The attempt ended before it counted the rows of the file, so `rows` and the outcomes are 0. `delivered`: rows that
   * earlier attempts delivered. Absent if there are none.
   */
  uncounted: z.object({ delivered: rows }).optional(),
  /** Rows without an outcome: 0 unless the import failed or paused midway. */
  unfinished: rows,
  /** Duplicates that differ from what was delivered under the same key. Part of `duplicate`. */
  conflicts: rows,
  /**
   * By how they differ: in person, time or content. `reused` rows are not duplicates, but rejected as `key_reused`. If the
   * import has several files, `places` has file and line. Absent if no row differs.
   */
  differing: z.array(DifferingSchema.extend({ places: z.array(z.string()).optional() })).optional(),
  /**
   * Further events that Customer.io declined, such as the cancellation in an order's rows. This counts operations, not
   * rows: the rows have their outcome from the order itself, and are still in rejects.csv.
   */
  refusedFurther: z.number().int().nonnegative(),
  /** Delivered further events, such as the refund in the rows of an order that is a duplicate. Absent if there are none. */
  deliveredFurther: z.number().int().optional(),
  /** Items made from the rows, with duplicates. */
  operations: z.number().int(),
  /** Batches posted to Customer.io, with repeated ones. */
  requests: z.number().int(),
  /** Of the requests, those that repeated one that failed. */
  retries: z.number().int().nonnegative(),
  /** When the file arrived. */
  arrivedAt: z.iso.datetime(),
  /** From registration to report. */
  seconds: z.number(),
  /**
   * The estimated cost in AWS: US dollars, and the units that they are computed from. For a dry run, the cost of the dry
   * run itself.
   */
  cost: z.object({ dollars: z.number(), usage: z.record(z.string(), z.number()) }).optional(),
  /** Why rows are held, suppressed, expired or filtered. If the import has several files, `places` has file and line. */
  keptBack: z.array(KeptBackSchema.extend({ places: z.array(z.string()).optional() })),
  /** From registration to report by state, in the order in which they were entered. */
  stages: z.array(z.object({ state: z.string(), seconds: z.number() })),
  /** With the first rows of each code. */
  rejects: z.array(z.object({ code: z.string(), rows, examples: z.array(RejectExampleSchema) })),
  /**
   * Faults of rejected rows that count under another fault in `rejects`: their first. With the first rows of each code.
   * Absent if there are none.
   */
  furtherFaults: z
    .array(z.object({ code: z.string(), rows, examples: z.array(RejectExampleSchema) }))
    .optional(),
  /** The rows that are `duplicate`, by when the event was delivered. */
  duplicates: z.array(z.object({ age: z.enum(DUPLICATE_AGES), rows })),
  events: z.array(z.object({ name: z.string(), rows })),
  /** Events that were young enough to trigger campaigns when the file arrived. */
  wouldTrigger: rows,
  /**
   * For a file under `dry-run/`: what the import would do now. The rows that would be delivered are in `held`.
   * `wouldTrigger` counts the events that would be sent and are young enough to trigger campaigns.
   */
  dryRun: z
    .object({
      wouldDeliver: rows,
      wouldTrigger: rows,
      /** Items, and the batches that they would be sent in. */
      operations: z.number().int(),
      /** Of the items, further events such as refunds, whose rows another item counts. Absent if there are none. */
      further: z.number().int().optional(),
      requests: z.number().int(),
      /** What DynamoDB would charge for reading and writing the seen table, in US dollars. */
      dollars: z.number(),
    })
    .optional(),
  /** One for each age of each of the feed's flows. Missing if it has no flows, or was not weighed. */
  flows: z.array(FlowVerdictSchema).optional(),
  /** The journeys that this file's feed is for. Absent if there are none. */
  journeys: z.array(JourneyVerdictSchema).optional(),
  /** What was sent before the approval, if the feed has a canary. */
  canary: z
    .object({
      operations: z.number().int(),
      rows,
      /** Operations that Customer.io declined. */
      refused: z.number().int(),
      /** While it awaits approval: the time after which it is held. */
      approveBy: z.iso.datetime().optional(),
    })
    .optional(),
  /** It was approved after it was held: the limits of the feed were not applied again. */
  approved: z.literal(true).optional(),
  findings: z.array(FindingSchema),
  /** Columns that are not sent, or sent with another name, and why. */
  notices: z.array(HeaderNoteSchema),
  /** When the events happened. Missing if the file has no events. */
  eventTimes: EventTimesSchema.optional(),
  /** In the header's order. The last ones of a very wide file are left out. */
  columns: z.array(ColumnProfileSchema),
  /** Rows by their identifiers, such as `id+email`. */
  identifiers: z.array(z.object({ use: z.string(), rows })),
});
export type Report = z.infer<typeof ReportSchema>;

/** An import on the page of imports. */
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
