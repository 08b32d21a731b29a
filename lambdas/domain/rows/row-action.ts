// Reads what a row does to its person.
import type { Action } from '../../contracts/feed/action.ts';
import type { PeopleFeed } from '../../contracts/feed/feed.ts';
import type { Rejected } from '../reject.ts';
import { comparedText } from './compared-text.ts';
import { pickColumn } from './reserved-columns.ts';

export type ReadAction = (cells: readonly string[]) => { readonly action: Action } | Rejected;

export function compileAction({ action, actionFrom }: PeopleFeed, header: readonly string[]): ReadAction {
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
