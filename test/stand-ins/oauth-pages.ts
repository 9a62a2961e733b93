import type { Reply } from './loopback-http.ts';
import type { Account } from './oauth-profile.ts';
import { escapeHtml, htmlReply, standInPage } from './stand-in-page.ts';

/** Shows an error where a redirect would be unsafe, or where the provider shows its own page. */
export const oauthErrorPage = (provider: string, word: string, detail: string): Reply =>
  htmlReply(
    400,
    standInPage(
      { name: provider },
      'Cannot continue',
      `<h1>This request cannot continue</h1><p>${escapeHtml(detail)}</p>
<dl><dt>Error</dt><dd><code id="error-word">${escapeHtml(word)}</code></dd></dl>`,
    ),
    `${word}: ${detail}`,
  );

/** Says something to the person and offers nothing to press. */
export const oauthNotice = (provider: string, title: string, main: string): Reply =>
  htmlReply(200, standInPage({ name: provider }, title, `<h1>${escapeHtml(title)}</h1>${main}`));

/** Shows a code to be copied by hand, for requests without a redirect URI. */
export const codePage = (provider: string, code: string): Reply =>
  oauthNotice(
    provider,
    'Copy this code',
    `<p>Paste it into the application that asked for it.</p>
<output class="code" id="code">${escapeHtml(code)}</output>`,
  );

type OAuthConsentView = {
  readonly provider: string;
  readonly requestId: string;
  readonly action: string;
  readonly clientName: string;
  readonly returnsTo: string;
  readonly scopes: readonly string[];
  readonly granular: boolean;
  readonly accounts: readonly Account[];
  readonly chosenEmail: string;
  /** Asks for the code of RFC 8628; null where there is none to ask for. */
  readonly userCode: string | null;
};

const sentOnce = `let sent=false;document.getElementById('consent').addEventListener('submit',(e)=>{if(sent)e.preventDefault();sent=true;});addEventListener('pageshow',()=>{sent=false;});`;

const accountRows = (accounts: readonly Account[], chosenEmail: string): string =>
  accounts
    .map(({ name, email }, index) => {
      const checked = email === chosenEmail ? ' checked' : '';
      return `<div class="account"><input type="radio" id="account-${index}" name="account" value="${escapeHtml(email)}"${checked}>
<label for="account-${index}">${escapeHtml(name)} <small>${escapeHtml(email)}</small></label></div>`;
    })
    .join('');

const scopeRows = (scopes: readonly string[], granular: boolean): string =>
  scopes
    .map((scope, index) => {
      const word = escapeHtml(scope);
      return granular
        ? `<div class="scope"><input type="checkbox" checked id="scope-${index}" name="approved_scope" value="${word}"><label for="scope-${index}"><code>${word}</code></label></div>`
        : `<div class="scope"><input type="hidden" id="scope-${index}" name="approved_scope" value="${word}"><code>${word}</code></div>`;
    })
    .join('');

/** Shows who asks for what, lets the person choose the account, and offers the two answers. */
export const oauthConsentPage = (view: OAuthConsentView): Reply => {
  const name = escapeHtml(view.clientName);
  const scopes = scopeRows(view.scopes, view.granular);
  const userCode =
    view.userCode === null
      ? ''
      : `<label class="field" for="user-code">Code shown by the application</label>
<input type="text" id="user-code" name="user_code" value="${escapeHtml(view.userCode)}" autocomplete="off" required>`;
  return htmlReply(
    200,
    standInPage(
      { name: view.provider },
      `Allow ${view.clientName}?`,
      `<h1>${name} wants to use your ${escapeHtml(view.provider)} account</h1>
<p>Approve only if you started this in ${name} yourself.</p>
<form method="post" action="${escapeHtml(view.action)}" id="consent" autocomplete="off">
<input type="hidden" name="request_id" value="${escapeHtml(view.requestId)}">
${userCode}
<fieldset><legend>Account</legend>${accountRows(view.accounts, view.chosenEmail)}</fieldset>
${scopes === '' ? '' : `<fieldset><legend>It asks for</legend>${scopes}</fieldset>`}
<div class="buttons"><button id="deny" name="decision" value="deny" formnovalidate>Deny</button>
<button id="approve" class="primary" name="decision" value="approve">Approve</button></div>
</form>
<dl><dt>Returns to</dt><dd>${escapeHtml(view.returnsTo)}</dd></dl>`,
      sentOnce,
    ),
  );
};

/** Sends parameters to the redirect URI by POST (OAuth 2.0 Form Post Response Mode). */
export const formPostPage = (
  provider: string,
  redirectUri: string,
  parameters: Readonly<Record<string, string>>,
): Reply =>
  htmlReply(
    200,
    standInPage(
      { name: provider },
      'Going back',
      `<form method="post" action="${escapeHtml(redirectUri)}" id="back">${Object.entries(
        parameters,
      )
        .map(([key, value]) => `<input type="hidden" name="${key}" value="${escapeHtml(value)}">`)
        .join('')}<div class="buttons"><button id="continue">Continue</button></div></form>`,
      `document.getElementById('back').submit();`,
    ),
  );
