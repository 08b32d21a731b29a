// The limits of Customer.io, in bytes of UTF-8. Source: its OpenAPI (journeys-track.json), "Data limits".

/** The id of a person or an object. */
export const IDENTIFIER_BYTES = 150;
/** The name of an attribute. */
export const NAME_BYTES = 150;
/** The value of an attribute. */
export const VALUE_BYTES = 1000;
export const EVENT_NAME_BYTES = 100;
/** Attributes in one identify. */
export const ATTRIBUTES = 300;
/** An item of a batch can have 32 KB. The source does not define KB, so this stays under 32,000 with a margin. */
export const ITEM_LIMIT_BYTES = 31_000;
