// A page as one file: nothing is loaded from anywhere, and no script is in it.
import { createHash } from 'node:crypto';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { STYLE } from './style.ts';

/** The browser applies this very style sheet and nothing else; `style="…"` is not applied either. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function printDocument(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
${html`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`.markup}
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${html`<title>${title}</title>`.markup}
<style>${STYLE}</style></head>
<body>${body.markup}</body></html>
`;
}
