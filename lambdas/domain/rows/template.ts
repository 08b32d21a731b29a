// Templates, which are values made from several columns, and constants, which every row gets.
import type { Feed } from '../../contracts/feed/feed.ts';
import { type Properties, setProperty } from '../operations/properties.ts';
import { setUnsubscribed } from './answer.ts';
import { splitPath } from './fields.ts';

/** Adds the constants and templates of a feed to the properties of a row. */
export type Adder = (cells: readonly string[], into: Properties) => void;

/** @param header one that `checkHeader` accepted. */
export function compileAdder(
  { constants, templates }: Pick<Feed, 'constants' | 'templates'>,
  header: readonly string[],
): Adder {
  const values = Object.entries(constants).map(([path, value]) => ({ path: splitPath(path), value }));
  const texts = Object.entries(templates).map(([path, template]) => ({
    path: splitPath(path),
    render: compileTemplate(template, header),
  }));
  return (cells, into) => {
    for (const { path, value } of values) {
      if (path[0] === 'unsubscribed' && typeof value === 'boolean') setUnsubscribed(into, value);
      else setProperty(into, path, value);
    }
    for (const { path, render } of texts) {
      const text = render(cells);
      if (text !== undefined) setProperty(into, path, text);
    }
  };
}

/** The columns in the templates of a feed. */
export function templateColumns({ templates }: Pick<Feed, 'templates'>): readonly string[] {
  return Object.values(templates).flatMap((template) =>
    partsOf(template).flatMap(({ column }) => column ?? []),
  );
}

/** The properties whose templates have one of these columns. */
export function templatesWith(
  columns: readonly string[],
  { templates }: Pick<Feed, 'templates'>,
): readonly string[] {
  return Object.entries(templates)
    .filter(([, template]) =>
      partsOf(template).some(({ column }) => column !== undefined && columns.includes(column)),
    )
    .map(([path]) => path);
}

/** Renders `'{First Name} {Last Name}'`; undefined if one of its columns is blank. */
function compileTemplate(
  template: string,
  header: readonly string[],
): (cells: readonly string[]) => string | undefined {
  const parts = partsOf(template).map(({ text = '', column }) => ({
    text,
    index: column === undefined ? undefined : header.indexOf(column),
  }));
  return (cells) => {
    let rendered = '';
    for (const { text, index } of parts) {
      const piece = index === undefined ? text : (cells[index] ?? '').trim();
      if (piece === '' && index !== undefined) return undefined;
      rendered += piece;
    }
    return rendered;
  };
}

type Part =
  | { readonly text: string; readonly column?: never }
  | { readonly text?: never; readonly column: string };

function partsOf(template: string): readonly Part[] {
  return template
    .split(/\{([^{}]+)\}/)
    .map((piece, at) => (at % 2 === 0 ? { text: piece } : { column: piece }));
}
