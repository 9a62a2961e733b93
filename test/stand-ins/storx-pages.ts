import { randomBytes } from 'node:crypto';
import type { Reply } from './loopback-http.ts';
import { sentenceFor } from './storx-scopes.ts';

const escapeHtml = (text: string): string =>
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
.scope code{color:var(--soft);font-size:12px}
input[type=password]{width:100%;padding:10px 12px;font:inherit;color:inherit;background:transparent;
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

const mark =
  '<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2.4" aria-hidden="true"><path d="M14 2.5 24 8v12l-10 5.5L4 20V8z"/><path d="m9.5 10 9 8m0-8-9 8" stroke-linecap="round"/></svg>';

const page = (title: string, main: string, script = ''): { html: string; policy: string } => {
  const nonce = randomBytes(16).toString('base64');
  const tag = script === '' ? '' : `<script nonce="${nonce}">${script}</script>`;
  return {
    // No form-action: Chromium applies it to the redirect after the form too, and that goes to
    // the registered redirect URI.
    policy: `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style nonce="${nonce}">${style}</style></head>
<body><main><p class="note"><strong>Stand-in for evaluation.</strong> This page runs on your own machine and is not StorX.</p>
<div class="brand">${mark}<span>StorX <span aria-hidden="true">·</span> stand-in</span></div>
${main}</main>${tag}</body></html>`,
  };
};

const htmlReply = (
  status: number,
  { html, policy }: { html: string; policy: string },
  refusal?: string,
): Reply => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  },
  body: html,
  ...(refusal === undefined ? {} : { refusal }),
});

/** Shows an error where a redirect would be unsafe: the redirect URI is not the client's. */
export const errorPage = (word: string, detail: string): Reply =>
  htmlReply(
    400,
    page(
      'Cannot continue',
      `<h1>This request cannot continue</h1><p>${escapeHtml(detail)}</p>
<p>You were not sent back to the application, because the address it gave cannot be trusted.</p>
<dl><dt>Error</dt><dd><code id="error-word">${escapeHtml(word)}</code></dd></dl>`,
    ),
    `${word}: ${detail}`,
  );

export type ConsentView = {
  readonly requestId: string;
  readonly action: string;
  readonly clientName: string;
  readonly redirectUri: string;
  readonly scopeWords: readonly string[];
  readonly asksPassphrase: boolean;
  readonly lifetimeSeconds: number;
  readonly problem: string | null;
};

const passphraseField = (problem: string | null): string => `
<label class="field" for="passphrase">Encryption passphrase</label>
<input type="password" id="passphrase" name="passphrase" autocomplete="off" required
 aria-describedby="passphrase-help"${problem === null ? '' : ' aria-invalid="true"'}>
<p class="help" id="passphrase-help">Your data is encrypted with it. Another passphrase next time gives access that cannot read what you stored before.</p>
${problem === null ? '' : `<p class="help bad" role="alert">${escapeHtml(problem)}</p>`}`;

/** Shows the consent form: what is asked for, by whom, and the two answers. */
export const consentPage = (view: ConsentView): Reply => {
  const scopes = view.scopeWords
    .map((word, index) => {
      const text = `${escapeHtml(sentenceFor(word))}<br><code>${escapeHtml(word)}</code>`;
      const input = `id="scope-${index}" name="approved_scope" value="${escapeHtml(word)}">`;
      // A bucket narrows the rest; leaving it out would give more than was asked for.
      return word.startsWith('bucket:')
        ? `<div class="scope"><input type="hidden" ${input}<span class="narrows">${text}</span></div>`
        : `<div class="scope"><input type="checkbox" checked ${input}<label for="scope-${index}">${text}</label></div>`;
    })
    .join('');
  const name = escapeHtml(view.clientName);
  return htmlReply(
    view.problem === null ? 200 : 400,
    page(
      `Allow ${view.clientName}?`,
      `<h1>${name} wants to use your storage</h1>
<p>Approve only if you started this in ${name} yourself.</p>
<form method="post" action="${escapeHtml(view.action)}" id="consent" autocomplete="off">
<input type="hidden" name="request_id" value="${escapeHtml(view.requestId)}">
<fieldset><legend>It asks to</legend>${scopes === '' ? '<p>Nothing that StorX knows.</p>' : scopes}</fieldset>
${view.asksPassphrase ? passphraseField(view.problem) : ''}
<div class="buttons"><button id="deny" name="decision" value="deny" formnovalidate>Deny</button>
<button id="approve" class="primary" name="decision" value="approve">Approve</button></div>
</form>
<dl><dt>Returns to</dt><dd>${escapeHtml(view.redirectUri)}</dd><dt>Answer within</dt><dd>${view.lifetimeSeconds} seconds</dd></dl>`,
      `let sent=false;document.getElementById('consent').addEventListener('submit',(e)=>{if(sent)e.preventDefault();sent=true;});addEventListener('pageshow',()=>{sent=false;});`,
    ),
    view.problem ?? undefined,
  );
};
