// Values that a feed puts together from columns, and values that every row gets.
import { RefusedError } from '../errors.ts';
import { splitPath } from './fields.ts';
import { type Properties, setProperty } from './properties.ts';

/** Adds a feed's constants and templates to a row's properties. */
export type Adder = (cells: readonly string[], into: Properties) => void;

/** @throws RefusedError `missing_column` where a template names a column that the file lacks. */
export function compileAdder(
  feed: {
    readonly constants: Readonly<Record<string, string | number | boolean>>;
    readonly templates: Readonly<Record<string, string>>;
  },
  header: readonly string[],
): Adder {
  const constants = Object.entries(feed.constants).map(([path, value]) => ({ path: splitPath(path), value }));
  const templates = Object.entries(feed.templates).map(([path, template]) => ({
    path: splitPath(path),
    render: compileTemplate(template, header),
  }));
  return (cells, into) => {
    for (const { path, value } of constants) setProperty(into, path, value);
    for (const { path, render } of templates) {
      const text = render(cells);
      if (text !== undefined) setProperty(into, path, text);
    }
  };
}

/** `'{First Name} {Last Name}'`; nothing where one of its columns is blank. */
function compileTemplate(
  template: string,
  header: readonly string[],
): (cells: readonly string[]) => string | undefined {
  const parts = template
    .split(/\{([^{}]+)\}/)
    .map((text, at) => (at % 2 === 0 ? text : indexOf(text, header)));
  return (cells) => {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : (cells[part] ?? '').trim();
      if (piece === '' && typeof part === 'number') return undefined;
      text += piece;
    }
    return text;
  };
}

function indexOf(column: string, header: readonly string[]): number {
  const index = header.indexOf(column);
  if (index === -1) {
    throw new RefusedError(
      'missing_column',
      `The file lacks the column "${column}", which a template of the feed names.`,
    );
  }
  return index;
}
