// What Customer.io takes at most, in bytes of UTF-8. Source: its OpenAPI (journeys-track.json), "Data limits".

/** A person's or an object's id. */
export const IDENTIFIER_BYTES = 150;
/** The name of an attribute. */
export const NAME_BYTES = 150;
/** The value of an attribute. */
export const VALUE_BYTES = 1000;
export const EVENT_NAME_BYTES = 100;
/** Attributes in one identify. */
export const ATTRIBUTES = 300;
/** An item of a batch may have 32 KB; kilobyte is not defined there, so we stay below 32,000. */
export const ITEM_LIMIT_BYTES = 31_000;
