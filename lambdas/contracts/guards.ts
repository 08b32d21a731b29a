// What keeps an import from firing a journey by accident: a feed's policies, each with a safe default.
import * as z from 'zod';
import { DurationSchema } from './duration.ts';
import { FlowsSchema } from './flows.ts';
import { RollUpSchema } from './roll-up.ts';

/** Customer.io lets an event trigger campaigns when it is younger than this (docs, "Importing old data"). */
export const LIVE_WINDOW_SECONDS = 72 * 3600;

/** An event that is not sent where its person did something else afterwards. */
export const SuppressSchema = z.strictObject({
  event: z.string().min(1),
  by: z.string().min(1),
  /** How long after the event the other may come. */
  within: DurationSchema,
  /** `person` (default): whatever the same person did. `rows`: only what the same rows tell, such as an order's cancellation. */
  of: z.enum(['person', 'rows']).default('person'),
});
export type Suppression = z.infer<typeof SuppressSchema>;

/** Guards of an events feed. */
export const eventGuards = {
  /** `backfill`: old rows; what is young enough to trigger campaigns is held. */
  mode: z.enum(['recurring', 'backfill']).default('recurring'),
  /** Of a backfill: `send` lets the young rows go all the same. */
  live: z.enum(['hold', 'send']).default('hold'),
  /** Older rows are not sent, and counted as expired. */
  maxAge: DurationSchema.optional(),
  /** The newest event should not be older than this, or its journey comes too late. */
  freshWithin: DurationSchema.optional(),
  suppress: z.array(SuppressSchema).default([]),
  /** Keeps what a person's delivered orders come to on the profile. */
  rollUp: RollUpSchema.optional(),
  /** Events of this feed whose last time per person other feeds' `suppress` asks for. */
  remembers: z.array(z.string().min(1)).default([]),
  /** Journeys whose people are counted before anything is sent. */
  flows: FlowsSchema.default({}),
};
