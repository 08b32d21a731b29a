import { describe, expect, it } from '@jest/globals';
import { html } from '../../../../lambdas/domain/page/document.ts';

describe('html', () => {
  it.each([
    ['text', '<b>"it\'s" & more</b>', '&#60;b&#62;&#34;it&#39;s&#34; &#38; more&#60;/b&#62;'],
    ['a number', 7, '7'],
    ['nothing', undefined, ''],
    ['markup', html`<b>bold</b>`, '<b>bold</b>'],
    ['a list', [html`<b></b>`, '<b>', [1]], '<b></b>&#60;b&#62;1'],
  ])('inserts %s', (_, child, printed) => {
    expect(html`<p title="${child}">${child}</p>`.markup).toBe(`<p title="${printed}">${printed}</p>`);
  });

  it('escapes an object that only looks like markup', () => {
    const posing = { markup: '<script>' } as unknown as string;
    expect(html`${String(posing.toString())}`.markup).not.toContain('<script>');
    expect(() => html`${posing}`).toThrow(TypeError);
  });
});
