// What the steps of the workflow pass to each other: keys and counts only, because a state is limited to 256 KB
// (AWS Step Functions quotas, "Maximum input or output size for a task, state, or execution").
import * as z from 'zod';
import { FUNCTION_ENVIRONMENT, type FunctionName } from './environment.ts';
import { REPORTED_STATES } from './report.ts';

/** Names of the states, as the console and the local engine show them. */
export const STATE = {
  split: 'Split',
  validate: 'Validate',
  validateChunk: 'Validate chunk',
  review: 'Review',
  awaitTurn: 'Await turn',
  askAgain: 'Ask again',
  weigh: 'Weigh',
  weighPartition: 'Weigh partition',
  decide: 'Decide',
  canary: 'Canary',
  canaryPartition: 'Canary partition',
  awaitApproval: 'Await approval',
  forward: 'Forward',
  forwardPartition: 'Forward partition',
  report: 'Report',
  noteChunk: 'Note failed chunk',
  noteWeighing: 'Note failed weighing',
  noteCanary: 'Note failed canary',
  notePartition: 'Note failed partition',
} as const;

/** EventBridge's "Object Created" event of Amazon S3: the fields that are read. */
export const ObjectCreatedSchema = z.object({
  /** Not from S3. Set by the command redrive: import again what ended failed or paused. */
  redrive: z.boolean().optional(),
  /** Not from S3. Set by the approval of a held import: import it again, without the feed's limits. */
  approved: z.boolean().optional(),
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().int().nonnegative(),
      etag: z.string(),
      'version-id': z.string().optional(),
    }),
  }),
});
export type ObjectCreated = z.infer<typeof ObjectCreatedSchema>;

/** `execution`: ARN of the calling execution. It distinguishes a retry from a second S3 event. */
export const SplitInputSchema = z.object({
  event: ObjectCreatedSchema,
  execution: z.string().min(1),
});
export type SplitInput = z.infer<typeof SplitInputSchema>;

/** A record-aligned byte range `[start, end)` of the text of one of the import's files. */
export const ChunkSchema = z.object({
  n: z.number().int().nonnegative(),
  /** Index of that file in the plan's parts. */
  part: z.number().int().nonnegative(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  /** 1-based line number of the chunk's first record, counted through all parts. */
  firstLine: z.number().int().positive(),
});
export type Chunk = z.infer<typeof ChunkSchema>;

/**
 * Output of Split. `skipped`: another execution already has this object version, or there is nothing to import: it is a
 * folder, or a part whose import starts with its manifest or `_SUCCESS`.
 */
export const SplitOutputSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('skipped'), importId: z.string() }),
  z.object({
    status: z.literal('split'),
    importId: z.string(),
    /** ARN of the execution. A map's own executions have other ARNs. */
    execution: z.string(),
    chunks: z.array(ChunkSchema),
  }),
  z.object({ status: z.literal('refused'), importId: z.string() }),
]);
export type SplitOutput = z.infer<typeof SplitOutputSchema>;

/**
 * ARN of the execution that calls. A function that outlives it must not work on the plan of the next one. Executions
 * that began before 2026-12 do not send it.
 */
const execution = z.string().optional();

export const ValidateInputSchema = z.object({ importId: z.string(), execution, chunk: ChunkSchema });
export type ValidateInput = z.infer<typeof ValidateInputSchema>;

export const ReviewInputSchema = z.object({ importId: z.string(), execution });
export type ReviewInput = z.infer<typeof ReviewInputSchema>;
const partitions = z.array(z.number().int().nonnegative());
/**
 * `stop`: nothing is left to send. `hold`: a policy requires approval. `dry-run`: weigh what would be sent, and send
 * nothing.
 */
export const ReviewOutputSchema = z.object({
  decision: z.enum(['forward', 'dry-run', 'hold', 'stop']),
  /** Whether the partitions must be weighed before they are forwarded. */
  weigh: z.boolean(),
  partitions,
});
export type ReviewOutput = z.infer<typeof ReviewOutputSchema>;

export const DecideInputSchema = z.object({ importId: z.string(), execution, partitions });
export type DecideInput = z.infer<typeof DecideInputSchema>;
/** Replaces the output of Review once the import is weighed. `canary`: some operations are sent first. */
export const DecideOutputSchema = z.object({
  decision: z.enum(['forward', 'canary', 'hold', 'stop']),
  weigh: z.literal(false),
  partitions,
  /** Partitions with a part of the canary. */
  canary: partitions,
  /** How long the import awaits approval. */
  approvalSeconds: z.number().int().positive(),
});
export type DecideOutput = z.infer<typeof DecideOutputSchema>;

/** How long a task waits to be woken before the import asks again. */
export const TURN_SECONDS = 300;

/**
 * With `taskToken` the result of the function is ignored: the task continues when the token is sent back, with this
 * output. Without it, the result is the output: the task asks again after its time, or the execution began before 2026-12.
 */
export const AwaitTurnInputSchema = z.object({
  importId: z.string(),
  execution,
  taskToken: z.string().min(1).optional(),
  /** The time-out of the task with the token, in seconds. Executions that began before 2026-12 do not send it. */
  waitSeconds: z.number().int().positive().optional(),
  /** Seconds of the last wait; 0 before the first one. Only for executions that began before 2026-12. */
  waitedSeconds: z.number().nonnegative().default(0),
});
export type AwaitTurnInput = z.infer<typeof AwaitTurnInputSchema>;
export const AwaitTurnOutputSchema = z.object({
  turn: z.boolean(),
  waitSeconds: z.number().int().nonnegative(),
});
export type AwaitTurnOutput = z.infer<typeof AwaitTurnOutputSchema>;

/**
 * `weigh`: reads the seen table and counts as `send` would, but sends and records nothing. `canary`: sends only the
 * operations that Decide has picked.
 */
export const ForwardInputSchema = z.object({
  importId: z.string(),
  execution,
  partition: z.number().int().nonnegative(),
  mode: z.enum(['send', 'weigh', 'canary']),
});
export type ForwardInput = z.infer<typeof ForwardInputSchema>;
/** `more`: call again after `waitSeconds`, to continue at the checkpoint. */
export const ForwardOutputSchema = z.object({
  status: z.enum(['done', 'more', 'paused']),
  waitSeconds: z.number().int().nonnegative(),
});
export type ForwardOutput = z.infer<typeof ForwardOutputSchema>;

/** EventBridge's "Step Functions Execution Status Change": the fields that are read. */
export const ExecutionStatusChangeSchema = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    executionArn: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED', 'RUNNING', 'PENDING_REDRIVE']),
    /** JSON of the execution's input. */
    input: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** What a Catch puts into the state. */
const CaughtSchema = z.object({ Error: z.string(), Cause: z.string().optional() });

/** Input of Report from the workflow. `error`: from a Catch. */
export const ReportInputSchema = z.object({ importId: z.string(), error: CaughtSchema.nullish() });
export type ReportInput = z.infer<typeof ReportInputSchema>;
/** The import has not ended: Split plans it again, because another version was deployed. */
export const PLAN_AGAIN = 'plan-again';
/**
 * The workflow succeeds after `completed` and `held`, continues after `awaiting-approval`, goes back to Split after
 * `plan-again`, and fails after the others.
 */
export const ReportOutputSchema = z.object({ state: z.enum([...REPORTED_STATES, PLAN_AGAIN]) });

/** Input of Report after a canary. The workflow continues when the token is sent back. */
export const ApprovalCallSchema = z.object({
  importId: z.string(),
  taskToken: z.string().min(1),
  approvalSeconds: z.number().int().positive(),
});
export type ApprovalCall = z.infer<typeof ApprovalCallSchema>;
export type ReportOutput = z.infer<typeof ReportOutputSchema>;

/**
 * Input of Report after an item of a map failed. Step Functions passes no error of a Distributed Map's own executions on:
 * the map fails with `States.ExceedToleratedFailureThreshold` (AWS Step Functions Developer Guide, "Error names").
 */
export const FailedItemSchema = z.object({
  importId: z.string(),
  execution: z.string(),
  failed: z.enum(Object.keys(FUNCTION_ENVIRONMENT) as [FunctionName, ...FunctionName[]]),
  error: CaughtSchema,
});
export type FailedItem = z.infer<typeof FailedItemSchema>;

/**
 * The workflow calls Report, twice if there is a canary, and for each failed item of a map. EventBridge calls it when an execution failed, timed out or was
 * aborted.
 */
export const ReportCallSchema = z.union([
  ApprovalCallSchema,
  FailedItemSchema,
  ReportInputSchema,
  ExecutionStatusChangeSchema,
]);
export type ReportCall = z.infer<typeof ReportCallSchema>;
