// The tests of a Choice state.
import { find, get, isObject, type Json, type Paths } from './json-path.ts';

export type Rule = Readonly<Record<string, Json>> & { readonly Next?: string };

/** @throws Error for an unknown test, and for a path without a value: Step Functions fails the execution. */
export function applies(rule: Rule, paths: Paths): boolean {
  const { Next: _, Variable: variable, ...test } = rule;
  const [operator = '', operand] = Object.entries(test)[0] ?? [];
  const inner = (rules: Json | undefined) => rules as unknown as readonly Rule[];
  if (operator === 'Or') return inner(operand).some((one) => applies(one, paths));
  if (operator === 'And') return inner(operand).every((one) => applies(one, paths));
  if (operator === 'Not' && isObject(operand)) return !applies(operand as Rule, paths);
  if (operator === 'IsPresent') return (find(String(variable), paths) !== undefined) === operand;
  const found = get(String(variable), paths);
  switch (operator) {
    case 'StringEquals':
    case 'BooleanEquals':
    case 'NumericEquals':
      return found === operand;
    case 'NumericGreaterThan':
      return Number(found) > Number(operand);
    default:
      throw new Error(`the simulation does not know the test ${operator}`);
  }
}
