import { type ItemError, invalid, isLongerThan, isRecord, required } from './item-error.ts';
import type { IdentifierKind } from './track-item.ts';

/** Bytes, of a person's and an object's id (Track API, "Rate Limits"). */
const ID_LIMIT_BYTES = 150;

const FORMATS: Readonly<Record<IdentifierKind, (value: string) => string | undefined>> = {
  id: (value) => (isLongerThan(value, ID_LIMIT_BYTES) ? `is longer than ${ID_LIMIT_BYTES} bytes` : undefined),
  email: (value) => (value.includes('@') ? undefined : 'is not an email address'),
  phone: (value) => (/^\+[1-9]\d{1,14}$/.test(value) ? undefined : 'is not an E.164 phone number'),
  cio_id: (value) => (/^[0-9A-Za-z]+$/.test(value) ? undefined : 'is not a cio_id (v2 has no prefix)'),
};

/** Exactly one identifier, of a kind the workspace has enabled: "You cannot pass multiple identifiers." */
export function personIdentifierError(
  value: unknown,
  field: string,
  enabled: ReadonlySet<IdentifierKind>,
): ItemError | undefined {
  if (!isRecord(value)) return required(field);
  const [kind, ...others] = Object.keys(value);
  if (kind === undefined) return required(field, 'must have an identifier');
  if (others.length > 0) return invalid(field, 'must have exactly one identifier');
  if (!isIdentifierKind(kind)) return invalid(field, `cannot identify a person by ${kind}`);
  if (!enabled.has(kind)) return invalid(`${field}.${kind}`, 'is not enabled in this workspace');
  return textError(value[kind], `${field}.${kind}`, FORMATS[kind]);
}

/** `{object_type_id, object_id}`, or `{cio_object_id}` alone. */
export function objectIdentifierError(value: unknown, field: string): ItemError | undefined {
  if (!isRecord(value)) return required(field);
  if ('cio_object_id' in value) {
    if (Object.keys(value).length > 1) return invalid(field, 'must have only cio_object_id');
    return textError(value.cio_object_id, `${field}.cio_object_id`, () => undefined);
  }
  return (
    textError(value.object_type_id, `${field}.object_type_id`, objectTypeFormat) ??
    textError(value.object_id, `${field}.object_id`, FORMATS.id)
  );
}

function isIdentifierKind(kind: string): kind is IdentifierKind {
  return Object.hasOwn(FORMATS, kind);
}

function objectTypeFormat(value: string): string | undefined {
  return /^[1-9]\d*$/.test(value) ? undefined : 'is not an integer in a string';
}

function textError(
  value: unknown,
  field: string,
  format: (value: string) => string | undefined,
): ItemError | undefined {
  if (typeof value !== 'string' || value.trim() === '') return required(field, 'must be a non-empty string');
  const problem = format(value);
  return problem === undefined ? undefined : invalid(field, problem);
}
