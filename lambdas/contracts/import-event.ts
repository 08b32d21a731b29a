// The event for other systems when an import changes its state. See docs/notices.md.
import * as z from 'zod';
import { OutcomesSchema, REPORTED_STATES } from './report.ts';

/** `source` of the events. */
export const EVENT_SOURCE = 'csv-to-customerio';

/** `detail-type` of the events. */
export const EVENT_TYPES = [
  'Import Completed',
  'Import Completed With Rejects',
  'Import Held',
  'Import Awaiting Approval',
  'Import Paused',
  'Import Failed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const count = z.number().int().nonnegative();

/** `detail` of the events. Fields may be added. The present ones stay until `version` changes. */
export const ImportEventSchema = z.object({
  version: z.literal(1),
  /** Name of the pipeline: an account may have several. */
  pipeline: z.string(),
  importId: z.string(),
  feed: z.string(),
  state: z.enum(REPORTED_STATES),
  /** Why it is not completed: a stable code, and what happened and how to fix it. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  file: z.object({ bucket: z.string(), key: z.string(), versionId: z.string().optional() }),
  /** CSV records read: the sum of the outcomes and `unfinished`. */
  rows: count,
  outcomes: OutcomesSchema,
  unfinished: count,
  /** Rejected rows by code, the most frequent first: docs/rejects.md. */
  rejects: z.array(z.object({ code: z.string(), rows: count })),
  /** From registration to report. */
  seconds: z.number(),
  /** The report, for people and for programs. */
  report: z.object({ bucket: z.string(), html: z.string(), json: z.string() }),
});
export type ImportEvent = z.infer<typeof ImportEventSchema>;
