// Amazon EventBridge's event patterns, with the operators that rules for S3 and Step Functions need.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
import { isObject } from './intrinsics.ts';

/**
 * Whether an event has every field of the pattern, each with one of the listed values.
 * Values: a literal, or `{prefix}`, `{suffix}`, `{equals-ignore-case}`, `{wildcard}`, `{anything-but}`, `{exists}`,
 * `{numeric}`. A field that is an array matches if one of its elements matches. `$or` matches if one of its patterns
 * matches.
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) return false;
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or') return asArray(expected).some((choice) => matchesPattern(choice, event));
    const actual = isObject(event) ? event[field] : undefined;
    return Array.isArray(expected)
      ? expected.some((choice) => matchesChoice(choice, actual))
      : matchesPattern(expected, actual);
  });
}

/** @throws Error that names a value of the pattern that `matchesPattern` does not support. */
export function refuseUnknownPattern(pattern: unknown): void {
  if (!isObject(pattern)) throw new Error(`This is not an event pattern: ${JSON.stringify(pattern)}.`);
  for (const [field, expected] of Object.entries(pattern)) {
    if (field === '$or') asArray(expected).forEach(refuseUnknownPattern);
    else if (Array.isArray(expected)) expected.filter(isObject).forEach(refuseUnknownOperator);
    else refuseUnknownPattern(expected);
  }
}

function matchesChoice(choice: unknown, actual: unknown): boolean {
  if (isObject(choice) && 'exists' in choice) return (actual !== undefined) === choice.exists;
  if (actual === undefined) return false;
  return asArray(actual).some((element) => matchesValue(choice, element));
}

function matchesValue(choice: unknown, actual: unknown): boolean {
  if (!isObject(choice)) return choice === actual;
  return Object.entries(choice).every(([operator, operand]) => OPERATORS[operator]?.(operand, actual));
}

const OPERATORS: Readonly<Record<string, (operand: unknown, actual: unknown) => boolean>> = {
  prefix: (operand, actual) => isText(actual) && isText(operand) && actual.startsWith(operand),
  suffix: (operand, actual) => isText(actual) && isText(operand) && actual.endsWith(operand),
  'equals-ignore-case': (operand, actual) =>
    isText(actual) && isText(operand) && actual.toLowerCase() === operand.toLowerCase(),
  wildcard: (operand, actual) => isText(actual) && isText(operand) && wildcard(operand).test(actual),
  'anything-but': (operand, actual) => !asArray(operand).some((choice) => matchesValue(choice, actual)),
  numeric: (operand, actual) => typeof actual === 'number' && isWithin(asArray(operand), actual),
};

/** Operators whose operand is itself a choice or a list of choices. */
const NESTING = ['anything-but'];

function refuseUnknownOperator(choice: Record<string, unknown>): void {
  for (const [operator, operand] of Object.entries(choice)) {
    const isKnown = operator === 'exists' || operator in OPERATORS;
    if (!isKnown || (isObject(operand) && !NESTING.includes(operator))) {
      throw new Error(`The embedded engine does not support the event pattern ${JSON.stringify(choice)}.`);
    }
    asArray(operand).filter(isObject).forEach(refuseUnknownOperator);
  }
}

function wildcard(operand: string): RegExp {
  const parts = operand.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** `['>', 0, '<=', 5]` */
function isWithin([operator, limit, ...rest]: readonly unknown[], actual: number): boolean {
  const bound = Number(limit);
  switch (operator) {
    case undefined:
      return true;
    case '=':
      return actual === bound && isWithin(rest, actual);
    case '>':
      return actual > bound && isWithin(rest, actual);
    case '>=':
      return actual >= bound && isWithin(rest, actual);
    case '<':
      return actual < bound && isWithin(rest, actual);
    case '<=':
      return actual <= bound && isWithin(rest, actual);
    default:
      return false;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
