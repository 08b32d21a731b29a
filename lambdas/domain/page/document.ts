// A page as one file: nothing is loaded from anywhere.
import { hash } from 'node:crypto';
import { STYLE } from './style.ts';

/** What a page that lives has beyond one that is written once. */
export interface Live {
  readonly style: string;
  /** May ask the page's own server, and nobody else. */
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

/** The browser applies this very style sheet and script and nothing else; `style="…"` is not applied either. */
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
