import { randomUUID } from 'node:crypto';
import type { Exchange, Reply } from './loopback-http.ts';
import type { OAuthLedger } from './oauth-ledger.ts';
import { codePage, formPostPage, oauthConsentPage, oauthErrorPage } from './oauth-pages.ts';
import type { Account, OAuthClient, OAuthProfile, OAuthSettings } from './oauth-profile.ts';

type ConsentRequest = {
  readonly id: string;
  readonly client: OAuthClient;
  readonly redirectUri: string | null;
  readonly responseMode: 'query' | 'form_post';
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly parameters: ReadonlyMap<string, string>;
  isAnswered: boolean;
};

type AuthorizeDependencies = {
  readonly profile: OAuthProfile;
  readonly settings: OAuthSettings;
  readonly ledger: OAuthLedger;
  readonly clients: ReadonlyMap<string, OAuthClient>;
  readonly accounts: readonly Account[];
};

export const consentAction = '/stand-in/consent';

/** Every parameter once (RFC 6749 section 3.1); null when one is repeated. */
export const single = (parameters: URLSearchParams): ReadonlyMap<string, string> | null => {
  const found = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (found.has(name)) return null;
    found.set(name, value);
  }
  return found;
};

export const isForm = ({ headers }: Exchange): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');

/** RFC 7636 section 4.2: a SHA-256 in base64url. */
const challengePattern = /^[\w-]{43}$/;

type Refusal = { readonly word: string; readonly detail: string };

/** Runs the authorization endpoint and its consent page. */
export const createAuthorizationEndpoint = (dependencies: AuthorizeDependencies) => {
  const { profile, settings, ledger, clients, accounts } = dependencies;
  const requests = new Map<string, ConsentRequest>();
  const forced: string[] = [];

  const send = (
    back: Pick<ConsentRequest, 'redirectUri' | 'responseMode' | 'state'>,
    parameters: Readonly<Record<string, string>>,
    refusal?: string,
  ): Reply => {
    const { redirectUri, responseMode, state } = back;
    if (redirectUri === null) {
      return parameters.code === undefined
        ? oauthErrorPage(profile.name, parameters.error ?? 'error', refusal ?? '')
        : codePage(profile.name, parameters.code);
    }
    const states = { echo: state, drop: null, blank: '', other: 'another-state' };
    const returned = state === null ? null : states[settings.stateReturn];
    const issuers = { right: settings.issuer, drop: null, other: 'https://another.example' };
    const issuer = profile.issuer === null ? null : issuers[settings.issuerReturn];
    const all = {
      ...(returned === null ? {} : { state: returned }),
      ...parameters,
      ...(issuer === null ? {} : { iss: issuer }),
    };
    const written = profile.redirect.written?.(redirectUri) ?? redirectUri;
    if (responseMode === 'form_post') return formPostPage(profile.name, written, all);
    const query = new URLSearchParams(all).toString();
    return {
      status: 302,
      headers: {
        location: `${written}${written.includes('?') ? '&' : '?'}${query}`,
        'cache-control': 'no-store',
      },
      ...(refusal === undefined ? {} : { refusal }),
    };
  };

  const judgeScopes = (asked: readonly string[]): Refusal | null => {
    const { known, required } = profile.scopes;
    if (required && asked.length === 0) {
      return { word: 'invalid_request', detail: 'Missing required parameter: scope' };
    }
    const strange = known === null ? undefined : asked.find((scope) => !known.includes(scope));
    if (strange === undefined) return null;
    return { word: 'invalid_scope', detail: 'Some requested scopes are unknown.' };
  };

  const judge = (
    parameters: ReadonlyMap<string, string>,
    client: OAuthClient,
    scopes: readonly string[],
  ): Refusal | null => {
    const invalid = (detail: string): Refusal => ({ word: 'invalid_request', detail });
    const responseType = parameters.get('response_type');
    if (responseType === undefined && !profile.typesOptional) {
      return invalid('Required parameter is missing: response_type');
    }
    if (responseType !== undefined && responseType !== 'code') {
      return { word: 'unsupported_response_type', detail: 'Only "code" is taken.' };
    }
    const mode = parameters.get('response_mode') ?? 'query';
    if (!profile.redirect.responseModes.some((each) => each === mode)) {
      return invalid('This response_mode is not supported.');
    }
    const badScope = judgeScopes(scopes);
    if (badScope !== null || profile.pkce === 'ignored') return badScope;
    const challenge = parameters.get('code_challenge');
    if (challenge === undefined) {
      const needed = profile.pkce === 'required' && client.clientSecret === null;
      return needed ? invalid('A public client must send code_challenge.') : null;
    }
    if (parameters.get('code_challenge_method') !== 'S256') {
      return invalid('code_challenge_method must be S256.');
    }
    return challengePattern.test(challenge) ? null : invalid('code_challenge is malformed.');
  };

  const open = ({ url }: Exchange): Reply => {
    const page = (word: string, detail: string): Reply =>
      oauthErrorPage(profile.name, word, detail);
    const parameters = single(url.searchParams);
    if (parameters === null) return page('invalid_request', 'A parameter is repeated.');
    const clientId = parameters.get('client_id') ?? '';
    const client = clients.get(clientId);
    if (client === undefined) {
      return clientId === ''
        ? page('invalid_request', 'Missing required parameter: client_id')
        : page('invalid_client', 'The OAuth client was not found.');
    }
    if (parameters.has('client_secret')) {
      return page('invalid_request', 'A client secret must not be in a URL.');
    }
    const redirectUri = parameters.get('redirect_uri') ?? null;
    if (redirectUri === null && !profile.redirect.optional) {
      return page('invalid_request', 'Missing required parameter: redirect_uri');
    }
    // Never a redirect to an address that is not the client's own: that would hand what comes
    // next to whoever made the link.
    if (
      redirectUri !== null &&
      !client.redirectUris.some((uri) => profile.redirect.matches(uri, redirectUri))
    ) {
      return page('redirect_uri_mismatch', 'The redirect URI is not one that was registered.');
    }
    const scopes = (parameters.get('scope') ?? '')
      .split(profile.scopes.separator)
      .filter((scope) => scope !== '');
    const isTooMuch = settings.refusesPkce && parameters.has('code_challenge');
    const refusal = isTooMuch
      ? { word: 'invalid_request', detail: 'Unknown parameter: code_challenge' }
      : judge(parameters, client, scopes);
    const responseMode = parameters.get('response_mode') === 'form_post' ? 'form_post' : 'query';
    const back = { redirectUri, responseMode, state: parameters.get('state') ?? null } as const;
    if (refusal !== null) {
      const { word, detail } = refusal;
      return profile.pageErrors.includes(word)
        ? page(word, detail)
        : send(back, { error: word, error_description: detail }, `${word}: ${detail}`);
    }
    const word = forced.shift();
    if (word !== undefined) return send(back, { error: word }, `${word}: error on demand`);
    if (parameters.get('prompt') === 'none') {
      return send(back, { error: 'interaction_required' }, 'interaction_required');
    }
    const request: ConsentRequest = {
      id: randomUUID(),
      ...back,
      client,
      scopes,
      challenge: profile.pkce === 'ignored' ? null : (parameters.get('code_challenge') ?? null),
      parameters,
      isAnswered: false,
    };
    requests.set(request.id, request);
    const hint = parameters.get('login_hint');
    return oauthConsentPage({
      provider: profile.name,
      requestId: request.id,
      action: consentAction,
      clientName: client.name,
      returnsTo: redirectUri ?? 'this page, as a code to copy',
      scopes,
      granular: profile.scopes.granular,
      accounts,
      chosenEmail: accounts.find(({ email }) => email === hint)?.email ?? settings.account,
      userCode: null,
    });
  };

  const answer = (exchange: Exchange): Reply => {
    const page = (detail: string): Reply => oauthErrorPage(profile.name, 'invalid_request', detail);
    if (!isForm(exchange)) return { status: 415, refusal: 'content type' };
    const form = new URLSearchParams(exchange.body.toString());
    const request = requests.get(form.get('request_id') ?? '');
    if (request === undefined) return page('This request is unknown.');
    if (request.isAnswered) return page('This request was answered before.');
    const email = form.get('account') ?? settings.account;
    const account = accounts.find((each) => each.email === email);
    if (account === undefined) return page('This account is unknown.');
    const decision = form.get('decision');
    if (decision !== 'approve' && decision !== 'deny') return page('No answer was given.');
    request.isAnswered = true;
    if (decision === 'deny') {
      return settings.denyGoesHome
        ? { status: 302, headers: { location: '/' }, refusal: 'access_denied: to the start page' }
        : send(request, { error: 'access_denied' }, 'access_denied: the person refused');
    }
    const approved = form.getAll('approved_scope');
    const { client, redirectUri, challenge, parameters } = request;
    const scopes = request.scopes.filter((scope) => approved.includes(scope));
    const code = ledger.issueCode({
      client,
      account,
      scopes,
      redirectUri,
      challenge,
      nonce: parameters.get('nonce') ?? null,
      wantsRefreshToken: profile.givesRefreshToken({
        parameters,
        scopes,
        isConsentedBefore: ledger.isConsented(client, account),
      }),
    });
    return send(request, { code, ...profile.redirect.extras?.(settings) });
  };

  return {
    open,
    answer,
    /** Ends the next browser flow with this word. */
    failNextWith: (word: string): void => {
      forced.push(word);
    },
  };
};
