// What people decide for themselves, in Customer.io and not through the Track API: they unsubscribe by the link in a mail,
// change their topics in the subscription center, or opt out of a sender of SMS.

import type { WorkspaceState } from './apply-item.ts';
import { findPerson } from './people.ts';
import type { Json, PersonIdentifiers } from './track-item.ts';

export interface Choice {
  readonly person: PersonIdentifiers;
  /** By the link in a mail. */
  readonly unsubscribed?: boolean;
  /** By id, as in `topic_1`; `true` is subscribed. */
  readonly topics?: { readonly [topic: string]: boolean };
  /** Opt-outs per sender are not attributes (App API, "Update a customer's opt-outs"). */
  readonly optOuts?: readonly OptOut[];
}

export interface OptOut {
  readonly channel: 'sms' | 'whatsapp';
  /** The sender. */
  readonly from: string;
  readonly optout: boolean;
}

/** @param at milliseconds. @returns false if there is no such person */
export function applyChoice(state: WorkspaceState, choice: Choice, at: number): boolean {
  const profile = findPerson(state.people, choice.person);
  if (profile === undefined) return false;
  const set = (name: string, value: Json) => profile.attributes.set(name, { value, at });
  if (choice.unsubscribed !== undefined) set('unsubscribed', choice.unsubscribed);
  for (const [topic, isSubscribed] of Object.entries(choice.topics ?? {}))
    set(`cio_subscription_preferences.topics.${topic}`, isSubscribed);
  for (const { channel, from, optout } of choice.optOuts ?? [])
    profile.optOuts[optout ? 'add' : 'delete'](`${channel} ${from}`);
  return true;
}
