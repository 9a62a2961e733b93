import type { Reply } from './loopback-http.ts';
import { escapeHtml, htmlReply, standInPage } from './stand-in-page.ts';
import { sentenceFor } from './storx-scopes.ts';

const storxMark =
  '<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2.4" aria-hidden="true"><path d="M14 2.5 24 8v12l-10 5.5L4 20V8z"/><path d="m9.5 10 9 8m0-8-9 8" stroke-linecap="round"/></svg>';

const storxPage = (title: string, main: string, script = '') =>
  standInPage({ name: 'StorX', mark: storxMark }, title, main, script);

/** Shows an error where a redirect would be unsafe: the redirect URI is not the client's. */
export const errorPage = (word: string, detail: string): Reply =>
  htmlReply(
    400,
    storxPage(
      'Cannot continue',
      `<h1>This request cannot continue</h1><p>${escapeHtml(detail)}</p>
<p>You were not sent back to the application, because the address it gave cannot be trusted.</p>
<dl><dt>Error</dt><dd><code id="error-word">${escapeHtml(word)}</code></dd></dl>`,
    ),
    `${word}: ${detail}`,
  );

type ConsentView = {
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
    storxPage(
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
