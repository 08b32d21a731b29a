// Reads what a row does to its person or object.
import type { Action, ActionFrom } from '../../contracts/feed/action.ts';
import type { Rejected } from '../reject.ts';
import { comparedText } from './compared-text.ts';
import { pickColumn } from './reserved-columns.ts';

export type ReadAction<Of extends Action> = (cells: readonly string[]) => { readonly action: Of } | Rejected;

export function compileAction<Of extends Action>(
  { action, actionFrom }: { readonly action: Of; readonly actionFrom?: ActionFrom<Of> | undefined },
  header: readonly string[],
): ReadAction<Of> {
  const byFeed = { action };
  if (!actionFrom) return () => byFeed;
  const column = pickColumn(actionFrom.column, header);
  const index = header.indexOf(column);
  const actions = new Map(
    Object.entries(actionFrom.values ?? {}).map(([text, stated]) => [comparedText(text), stated]),
  );
  return (cells) => {
    const text = comparedText(cells[index] ?? '');
    if (text === '') return byFeed;
    const stated = actions.get(text) ?? actionFrom.otherwise;
    return stated === undefined ? { reject: { code: 'unknown_action', column } } : { action: stated };
  };
}
