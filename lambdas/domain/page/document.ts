// A page as one file that loads nothing, and the template tag that escapes what is not markup.
import { hash } from 'node:crypto';
import { STYLE } from './style.ts';

/** What only a page with a script has. */
export interface Live {
  readonly style: string;
  /** It can call only the page's own server. */
  readonly script: string;
}

export function printDocument(title: string, body: Html, live?: Live): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
${html`<meta http-equiv="Content-Security-Policy" content="${policyOf(live)}">`.markup}
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${html`<title>${title}</title>`.markup}
<style>${styleOf(live)}</style></head>
<body>${body.markup}${live ? `<script>${live.script}</script>` : ''}</body></html>
`;
}

/** The browser applies only this style sheet and this script. It does not apply `style="…"` either. */
function policyOf(live: Live | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${digestOf(styleOf(live))}`,
    ...(live ? [`script-src ${digestOf(live.script)}`, "connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function styleOf(live: Live | undefined): string {
  return `${STYLE}${live?.style ?? ''}`;
}

function digestOf(text: string): string {
  return `'sha256-${hash('sha256', text, 'base64')}'`;
}

class Markup {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Only `html` makes it, so that text never counts as markup. */
export type Html = Markup;
/** What can be between tags, or in an attribute's quotes. `undefined` shows nothing. */
export type Child = Html | string | number | undefined | readonly Child[];

/** Escapes what a template inserts. Attributes must be quoted in the template. */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  return new Markup(parts.reduce((text, part, n) => text + print(children[n - 1]) + part));
}

/** A message in which names of options and columns are in backticks: these become code. */
export function prose(text: string): Html {
  const parts = text.split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function print(child: Child): string {
  if (child === undefined) return '';
  if (child instanceof Markup) return child.markup;
  if (typeof child === 'object') return child.map(print).join('');
  return String(child).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
