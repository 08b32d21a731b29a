// The metrics in CloudWatch: written by the functions in Embedded Metric Format, read by alarms and dashboard.
import type { Outcome, TerminalState } from './report.ts';

export const METRICS_NAMESPACE = 'CsvToCustomerIo';

/** The pipeline; alone, it is the sum over all feeds. */
export const PIPELINE_DIMENSION = 'service';
/** Of what is counted per import, also by feed. */
export const FEED_DIMENSION = 'feed';

/** How Customer.io answered a batch: 200, 207, 429, another refusal (3xx, 4xx), 5xx, or not at all. */
export const ANSWERS = ['accepted', 'partial', 'throttled', 'refused', 'broken', 'missing'] as const;
export type Answered = (typeof ANSWERS)[number];

export type MetricName =
  | 'rows_read'
  | 'rows_unfinished'
  | `rows_${Outcome}`
  | `imports_${TerminalState}`
  /** Imports that completed, had rows, and of them none delivered, duplicate or unchanged. */
  | 'imports_silent'
  /** Share of rejected rows of one import, 0 to 1. */
  | 'reject_share'
  /** Files that had not arrived by the hour at which their feed expects them. */
  | 'files_absent'
  /** Imports that wait for their turn, whenever one of them asks for it. */
  | 'imports_waiting'
  /** From registration to report. */
  | 'import_seconds'
  | `answers_${Answered}`
  /** From the first byte of a request to the last of its answer. */
  | 'answer_milliseconds';

/** A count of 0 is left out: CloudWatch bills a metric from its first value on. */
export type Measures = Readonly<Partial<Record<MetricName, number>>>;
