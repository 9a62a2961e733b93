import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AnswerKind, answerPage } from '../../../../electron/oauth/redirect/answer-page.ts';

const kinds: readonly AnswerKind[] = ['accepted', 'denied', 'failed', 'refused'];
const sha256 = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const inside = (html: string, tag: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map((match) => match[1] ?? '');

describe('answer page', () => {
  it.each(kinds)('L12 %s allows exactly its own style and script', (kind) => {
    const { html, headers } = answerPage(kind);
    const [style, ...otherStyles] = inside(html, 'style');
    const [script, ...otherScripts] = inside(html, 'script');
    expect([otherStyles, otherScripts]).toEqual([[], []]);
    const scripts = script === undefined ? '' : ` script-src ${sha256(script)};`;
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src ${sha256(style ?? '')};${scripts} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it.each(kinds)('L12 %s loads nothing and links nowhere', (kind) => {
    const { html } = answerPage(kind);
    expect(html).not.toMatch(/\b(src|href|action|url|style|on\w+)\s*=|@import|url\(|<a\b|<form\b/i);
  });

  it.each([
    ['accepted', ['history.replaceState(null,"",location.pathname)']],
    ['denied', ['history.replaceState(null,"",location.pathname)']],
    ['failed', ['history.replaceState(null,"",location.pathname)']],
    ['refused', []],
  ] as const)('L12 %s clears the address bar once its content was used', (kind, scripts) => {
    expect(inside(answerPage(kind).html, 'script')).toEqual(scripts);
  });

  it('tells the person where to go, differently for each answer', () => {
    expect(answerPage('accepted').html).toContain('You can close this tab and go back to Stowkey');
    const headings = kinds.map((kind) => inside(answerPage(kind).html, 'h1')[0]);
    expect(new Set(headings).size).toBe(kinds.length);
  });
});
