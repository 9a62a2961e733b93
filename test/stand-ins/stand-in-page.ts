import { randomBytes } from 'node:crypto';
import type { Reply } from './loopback-http.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
:root{color-scheme:light dark;--page:#f3f5fb;--card:#fff;--text:#161b2c;--soft:#5a6278;--line:#dfe3ee;
--accent:#3a4ff0;--on-accent:#fff;--note:#fff6dc;--note-text:#6b4e00;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#0e1220;--card:#171d30;--text:#eef1fb;--soft:#a3acc4;
--line:#2b3350;--accent:#8b9aff;--on-accent:#0e1220;--note:#332a10;--note-text:#f3d98b;--bad:#ffb4ab}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--page);
color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:460px;background:var(--card);border:1px solid var(--line);border-radius:16px;
padding:28px;box-shadow:0 12px 40px rgb(10 16 40/.08)}
.note{margin:0 0 20px;padding:8px 12px;border-radius:8px;background:var(--note);color:var(--note-text);
font-size:13px}
.brand{display:flex;align-items:center;gap:10px;font-weight:700;font-size:18px;letter-spacing:-.01em}
.brand svg{width:28px;height:28px;color:var(--accent)}
h1{font-size:20px;line-height:1.3;margin:18px 0 4px;letter-spacing:-.01em}
p{margin:0 0 14px;color:var(--soft)}
fieldset{margin:18px 0;padding:0;border:0}
legend,label.field{font-weight:600;padding:0;margin-bottom:8px;display:block}
.scope{display:flex;gap:10px;align-items:flex-start;padding:9px 0;border-top:1px solid var(--line)}
.scope input{margin:4px 0 0;accent-color:var(--accent)}
.narrows{padding-left:23px}
.account{display:flex;gap:10px;align-items:center;padding:9px 0;border-top:1px solid var(--line)}
.account input{margin:0;accent-color:var(--accent)}
.account small{color:var(--soft)}
output.code{display:block;padding:14px;margin:14px 0;border:1px solid var(--line);border-radius:10px;
font:600 16px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;text-align:center}
.scope code{color:var(--soft);font-size:12px}
input[type=password],input[type=text]{width:100%;padding:10px 12px;font:inherit;color:inherit;background:transparent;
border:1px solid var(--line);border-radius:8px}
input:focus-visible,button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.help{font-size:13px;margin:6px 0 0}
.bad{color:var(--bad);font-weight:600}
.buttons{display:flex;gap:12px;margin-top:22px}
button{flex:1;padding:11px 16px;font:inherit;font-weight:600;border-radius:10px;cursor:pointer;
border:1px solid var(--line);background:transparent;color:inherit}
button.primary{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:16px 0 0;font-size:13px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
`;

type Brand = {
  /** Such as `StorX`. */
  readonly name: string;
  /** SVG of 28 by 28; without one the name's first letter is drawn. */
  readonly mark?: string;
};

const letterMark = (name: string): string =>
  `<svg viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="8" fill="currentColor" opacity=".16"/><text x="14" y="19.5" text-anchor="middle" font-size="15" font-weight="700" fill="currentColor">${escapeHtml(name.slice(0, 1))}</text></svg>`;

type Html = { readonly html: string; readonly policy: string };

/** Builds a page that says first of all that it is none of the real provider's. */
export const standInPage = (brand: Brand, title: string, main: string, script = ''): Html => {
  const nonce = randomBytes(16).toString('base64');
  const tag = script === '' ? '' : `<script nonce="${nonce}">${script}</script>`;
  return {
    // No form-action: Chromium applies it to the redirect after the form too, and that goes to
    // the registered redirect URI.
    policy: `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style nonce="${nonce}">${style}</style></head>
<body><main><p class="note"><strong>Stand-in for evaluation.</strong> This page runs on your own machine and is not ${escapeHtml(brand.name)}.</p>
<div class="brand">${brand.mark ?? letterMark(brand.name)}<span>${escapeHtml(brand.name)} <span aria-hidden="true">·</span> stand-in</span></div>
${main}</main>${tag}</body></html>`,
  };
};

export const htmlReply = (status: number, { html, policy }: Html, refusal?: string): Reply => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  },
  body: html,
  ...(refusal === undefined ? {} : { refusal }),
});
