// Markup that is safe by construction: whatever is put into it is escaped, unless it is such markup itself.

class Markup {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Only `html` makes it. */
export type Html = Markup;
/** What may stand between tags, or in an attribute's quotes. Nothing is shown of `undefined`. */
export type Child = Html | string | number | undefined | readonly Child[];

/** Tags a template; attributes must be quoted in it. */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  return new Markup(parts.reduce((text, part, n) => text + print(children[n - 1]) + part));
}

function print(child: Child): string {
  if (child === undefined) return '';
  if (child instanceof Markup) return child.markup;
  if (typeof child === 'object') return child.map(print).join('');
  return String(child).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
