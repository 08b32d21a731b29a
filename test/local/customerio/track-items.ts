// Builders of Track API v2 operations. A test sets only the fields that it needs.

import type {
  Attributes,
  IdentifierKind,
  Json,
  PersonEvent,
  PersonIdentifiers,
  PersonIdentify,
} from '../../../local/customerio/track-item.ts';

export const ID_AND_EMAIL: ReadonlySet<IdentifierKind> = new Set(['id', 'email', 'cio_id']);

/** 2026-01-01T00:00:00Z, in Unix seconds. */
export const NEW_YEAR = 1_767_225_600;

export function ulid(number: number): string {
  return `01HF7YAT00${String(number).padStart(16, '0')}`;
}

export function identify(
  identifiers: PersonIdentifiers,
  attributes: Attributes = {},
  timestamp?: Json,
): PersonIdentify {
  return {
    type: 'person',
    action: 'identify',
    identifiers,
    attributes,
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}

export function event(identifiers: PersonIdentifiers, rest: Partial<PersonEvent> = {}): PersonEvent {
  return { type: 'person', action: 'event', identifiers, name: 'order_placed', ...rest };
}
