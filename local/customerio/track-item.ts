// The types of a Track API v2 operation without errors (see item-rules.ts).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type Attributes = { readonly [name: string]: Json };

/** Identifiers that a workspace can enable and a client can assign. */
export type OwnIdentifierKind = 'id' | 'email' | 'phone';
/** `cio_id` is Customer.io's own identifier: it is always enabled, and a client cannot assign it. */
export type IdentifierKind = OwnIdentifierKind | 'cio_id';

/** Exactly one identifier. In v2 a `cio_id` has no `cio_` prefix. */
export type PersonIdentifiers =
  | { readonly id: string }
  | { readonly email: string }
  | { readonly phone: string }
  | { readonly cio_id: string };

export type ObjectIdentifiers =
  | { readonly object_type_id: string; readonly object_id: string }
  | { readonly cio_object_id: string };

export interface Relationship<Identifiers> {
  readonly identifiers: Identifiers;
  readonly relationship_attributes?: Attributes;
}

export interface PersonIdentify {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: PersonIdentifiers;
  /** Unix seconds. Any other value is accepted, but replaced by the time of receipt. */
  readonly timestamp?: Json;
  readonly attributes?: Attributes;
  readonly cio_relationships?: readonly Relationship<ObjectIdentifiers>[];
}

export interface PersonEvent {
  readonly type: 'person';
  readonly action: 'event';
  readonly identifiers: PersonIdentifiers;
  readonly name: string;
  /** A ULID. Customer.io ignores an event with an id that it has received before. */
  readonly id?: string;
  readonly timestamp?: Json;
  readonly attributes?: Attributes;
}

export interface PersonMerge {
  readonly type: 'person';
  readonly action: 'merge';
  readonly primary: PersonIdentifiers;
  readonly secondary: PersonIdentifiers;
}

export interface PersonRemoval {
  readonly type: 'person';
  readonly action: 'delete' | 'suppress' | 'unsuppress';
  readonly identifiers: PersonIdentifiers;
}

export interface PersonRelationships {
  readonly type: 'person';
  readonly action: 'add_relationships' | 'delete_relationships';
  readonly identifiers: PersonIdentifiers;
  readonly cio_relationships: readonly Relationship<ObjectIdentifiers>[];
}

/** Validated and counted, but without an effect on the workspace. */
export interface PersonActivity {
  readonly type: 'person';
  readonly action: 'page' | 'screen' | 'add_device' | 'delete_device';
  readonly identifiers: PersonIdentifiers;
}

export type PersonItem =
  | PersonIdentify
  | PersonEvent
  | PersonMerge
  | PersonRemoval
  | PersonRelationships
  | PersonActivity;

export interface ObjectItem {
  readonly type: 'object';
  readonly action:
    | 'identify'
    | 'identify_anonymous'
    | 'delete'
    | 'add_relationships'
    | 'delete_relationships';
  readonly identifiers: ObjectIdentifiers;
  readonly attributes?: Attributes;
  readonly cio_relationships?: readonly Relationship<PersonIdentifiers>[];
}

export interface DeliveryItem {
  readonly type: 'delivery';
  readonly action: 'event';
}

export type TrackItem = PersonItem | ObjectItem | DeliveryItem;
