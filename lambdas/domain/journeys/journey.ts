// What a journey in Customer.io needs from the feeds, as data. The command, the report and the docs read the same files.

import type * as z from 'zod';
import type { FlowSchema } from '../../contracts/feed/flows.ts';

/** Events by what they mean in a journey. Feeds can have other names for them: roles.ts. */
export type EventRole = 'checkout_started' | 'order_placed' | 'order_cancelled';
/** Properties by what they mean in a journey. */
export type PropertyRole = 'value' | 'items' | 'product' | 'category';

interface Common {
  /** What it is for, as the end of "needed …": `to end the journey when the person buys`. */
  readonly why: string;
  /** The journey runs without it, but not as well. */
  readonly isOptional?: true;
}

/** One thing that a journey needs. */
export type Need = Common &
  (
    | { readonly kind: 'event'; readonly event: EventRole }
    | { readonly kind: 'property'; readonly event: EventRole; readonly property: PropertyRole }
    /** Times to the minute, not days. */
    | { readonly kind: 'minutes'; readonly event: EventRole }
    /** Events that can trigger campaigns: not those of a backfill. */
    | { readonly kind: 'live'; readonly event: EventRole }
    /** A new file at least once in this time. */
    | { readonly kind: 'often'; readonly event: EventRole; readonly every: '1h' | '1d' }
    /** Events of this age are sent, such as `90d`. */
    | { readonly kind: 'history'; readonly event: EventRole; readonly back: string }
    /** `event` is not sent if `by` happened after it. */
    | {
        readonly kind: 'suppressed';
        readonly event: EventRole;
        readonly by: EventRole;
        readonly within: string;
      }
    /** The files with `by` are imported before those with `event`. */
    | { readonly kind: 'after'; readonly event: EventRole; readonly by: EventRole }
    /** Both say who a person is by the same kind of identifier. */
    | { readonly kind: 'same-person'; readonly event: EventRole; readonly with: EventRole | 'people' }
    /** A feed of people. */
    | { readonly kind: 'people' }
    /** A feed of people sends who must not get mail. */
    | { readonly kind: 'consent' }
  );

/** How a journey is built in Customer.io, in sentences. */
export interface Build {
  readonly trigger: string;
  readonly conditions: readonly string[];
  readonly exit: string;
  /** The segment that shows whether the data suffices, and the number of people to expect in it. */
  readonly segment: {
    readonly name: string;
    readonly conditions: readonly string[];
    readonly believable: string;
  };
}

/** A text for a message. Tests render it with an event or a person that the presets made. */
export interface Template {
  readonly what: string;
  readonly liquid: string;
}

/** Something that the segments, branches and messages of a journey read in Customer.io. */
export interface Datum {
  /** The event that has it; `person` for an attribute. */
  readonly of: EventRole | 'person';
  /** Its name as the presets send it; `[]` for each item of a list. */
  readonly name: string;
  /** `time`: Unix seconds, which Customer.io compares as a date. `list`: of objects. */
  readonly type: 'text' | 'number' | 'boolean' | 'list' | 'time';
  readonly from: string;
}

export interface Journey {
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly does: string;
  readonly needs: readonly Need[];
  readonly build: Build;
  /** Counts the people of the diagnostic segment in each file. */
  readonly flow: z.input<typeof FlowSchema>;
  /** What the flow counts, if no flow can count the people of the segment. */
  readonly flowCounts?: string;
  readonly data: readonly Datum[];
  readonly template: Template;
}
