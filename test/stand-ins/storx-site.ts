import { randomUUID } from 'node:crypto';
import { createJwtVerifier } from './jwt-client-secret.ts';
import type { Ledger } from './ledger.ts';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';
import {
  type ClientRegistration,
  createClientRegistry,
  type StorxClient,
} from './storx-clients.ts';
import { consentPage, errorPage } from './storx-pages.ts';
import { parseScopes, scopeWords } from './storx-scopes.ts';
import { defaultStorxSettings, type StorxSettings } from './storx-settings.ts';
import { createTokenEndpoint } from './storx-token.ts';

type Flow = 'access_grant' | 'code';

type ConsentRequest = {
  readonly id: string;
  readonly flow: Flow;
  readonly client: StorxClient;
  readonly redirectUri: string;
  readonly words: readonly string[];
  readonly state: string | null;
  readonly createdAtEpochMs: number;
  status: 'pending' | 'approved' | 'rejected';
};

export type StorxSite = {
  readonly origin: string;
  /** Seed 000: brings an access grant to the redirect URI. */
  readonly integrationUrl: string;
  /** Seed 001: brings a code to the redirect URI. */
  readonly consentUrl: string;
  readonly tokenUrl: string;
  readonly settings: StorxSettings;
  readonly faults: FaultControls;
  readonly registerClient: (registration: ClientRegistration) => StorxClient;
  /**
   * Makes the next browser flow end with this error word: when the page opens, or (default) when
   * the person approves, where most of StorX's errors arise.
   */
  readonly failNextWith: (word: string, at?: 'open' | 'approve') => void;
  readonly failNextTokenWith: (word: string) => void;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly ledger: Ledger;
  readonly log: (entry: RequestLogEntry) => void;
  readonly settings?: Partial<StorxSettings>;
};

const consentAction = '/oauth2/consent/answer';

/** Appends as StorX's page does, without touching what is there: the URI must stay what was registered. */
const withParameters = (
  redirectUri: string,
  parameters: Readonly<Record<string, string>>,
): string =>
  `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters).toString()}`;

/** Starts the stand-in for StorX's site: integration page, consent, codes and tokens. */
export const startStorxSite = async ({
  ledger,
  log,
  settings: given,
}: Options): Promise<StorxSite> => {
  const settings: StorxSettings = { ...defaultStorxSettings, ...given };
  const clients = createClientRegistry();
  const jwts = createJwtVerifier(ledger.nowEpochMs);
  const token = createTokenEndpoint({ ledger, clients, jwts, settings });
  const requests = new Map<string, ConsentRequest>();
  const forced = { open: [] as string[], approve: [] as string[] };

  const send = (
    { redirectUri, state, flow }: Pick<ConsentRequest, 'redirectUri' | 'state' | 'flow'>,
    parameters: Readonly<Record<string, string>>,
    refusal?: string,
  ): Reply => {
    const echoes = state !== null && (flow === 'code' || settings.echoState);
    return {
      status: 303,
      headers: {
        location: withParameters(redirectUri, echoes ? { ...parameters, state } : parameters),
        'cache-control': 'no-store',
      },
      ...(refusal === undefined ? {} : { refusal }),
    };
  };

  const show = (request: ConsentRequest, problem: string | null = null): Reply =>
    consentPage({
      requestId: request.id,
      action: consentAction,
      clientName: request.client.name,
      redirectUri: request.redirectUri,
      scopeWords: request.words,
      asksPassphrase: request.flow === 'access_grant',
      lifetimeSeconds: settings.consentLifetimeSeconds,
      problem,
    });

  const open = (flow: Flow, query: URLSearchParams): Reply => {
    const parameter = (name: string): string => query.get(name) ?? '';
    const client = clients.get(parameter('client_id'));
    const redirectUri = parameter('redirect_uri');
    if (client === undefined) {
      const missing = parameter('client_id') === '';
      return missing
        ? errorPage('invalid_request', 'The client ID is missing.')
        : errorPage('invalid_client_id', 'No application is registered under this client ID.');
    }
    // Never a redirect to an address that is not the client's own: that would hand what comes
    // next to whoever made the link.
    if (!client.redirectUris.some((uri) => uri === redirectUri)) {
      return errorPage(
        'invalid_redirect_uri',
        'The redirect URI is not one that the application registered.',
      );
    }
    const back = { redirectUri, state: query.get('state'), flow };
    const fail = (word: string, reason: string): Reply =>
      send(back, { error: word }, `${word}: ${reason}`);
    const word = forced.open.shift();
    if (word !== undefined) return fail(word, 'error on demand');
    if (!client.active) return fail('client_inactive', 'the client is switched off');
    if (parameter('scope') === '') return fail('invalid_request', 'scope is missing');
    if (flow === 'access_grant') {
      const jwt = parameter('client_secret');
      if (jwt === '') return fail('invalid_request', 'client_secret is missing');
      const bad = jwts.check(jwt, client);
      if (bad !== null) return fail(bad.word, bad.reason);
    }
    const request: ConsentRequest = {
      id: randomUUID(),
      ...back,
      client,
      words: scopeWords(parameter('scope')),
      createdAtEpochMs: ledger.nowEpochMs(),
      status: 'pending',
    };
    requests.set(request.id, request);
    return show(request);
  };

  const deny = (request: ConsentRequest): Reply => {
    request.status = 'rejected';
    const [name = 'error', value = 'access_denied'] = settings.denyStyle.split('=');
    return send(request, { [name]: value }, 'access_denied: the person refused');
  };

  const approve = (request: ConsentRequest, form: URLSearchParams): Reply => {
    const fail = (word: string, reason: string): Reply =>
      send(request, { error: word }, `${word}: ${reason}`);
    const passphrase = form.get('passphrase') ?? '';
    if (request.flow === 'access_grant' && passphrase === '') {
      return show(request, 'Type the passphrase that encrypts your data.');
    }
    request.status = 'approved';
    const word = forced.approve.shift();
    if (word !== undefined) return fail(word, 'error on demand');
    const approved = form.getAll('approved_scope');
    const words = request.words.filter((scope) => approved.includes(scope));
    const code = { requestId: request.id, clientId: request.client.clientId };
    if (request.flow === 'code') {
      const { redirectUri } = request;
      return send(request, { code: token.issueCode({ ...code, redirectUri, scopeWords: words }) });
    }
    const scopes = parseScopes(words);
    if (scopes.permissions.length === 0) {
      return fail('failed_to_create_access_grant', 'no scope maps to a permission');
    }
    const accessGrant = ledger.issueGrant({
      name: `OAUTH2_API_KEY_FOR_${code.clientId}_${code.requestId}`,
      scopes,
      passphrase,
      lifetimeSeconds: settings.grantLifetimeSeconds,
      bucketSlashBug: settings.bucketSlashBug,
    });
    return send(request, { access_grant: accessGrant });
  };

  const answerConsent = ({ headers, body }: Exchange): Reply => {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return { status: 415, refusal: 'content type' };
    }
    const form = new URLSearchParams(body.toString());
    const request = requests.get(form.get('request_id') ?? '');
    if (request === undefined) return errorPage('invalid_request_id', 'This request is unknown.');
    const fail = (word: string): Reply => send(request, { error: word }, word);
    if (request.status !== 'pending') return fail('request_not_pending');
    const ageMs = ledger.nowEpochMs() - request.createdAtEpochMs;
    if (ageMs > settings.consentLifetimeSeconds * 1000) return fail('request_expired');
    const decision = form.get('decision');
    if (decision === 'deny') return deny(request);
    return decision === 'approve' ? approve(request, form) : fail('invalid_request');
  };

  const handle = (exchange: Exchange): Reply => {
    const { method, url } = exchange;
    const isPage = method === 'GET' || method === 'HEAD';
    if (url.pathname === '/api/v0/oauth2/token') return token.answer(exchange);
    if (url.pathname === '/oauth2-integration' && isPage) {
      return open('access_grant', url.searchParams);
    }
    if (url.pathname === '/oauth2/consent' && isPage) return open('code', url.searchParams);
    if (url.pathname === consentAction && method === 'POST') return answerConsent(exchange);
    return { status: 404, body: 'not found\n', refusal: 'no such page' };
  };

  const server = await startLoopbackServer({
    name: 'storx',
    log,
    maxBodyBytes: 64 * 1024,
    handle,
    spares: ({ url }) => url.pathname === '/favicon.ico',
  });
  return {
    origin: server.origin,
    integrationUrl: `${server.origin}/oauth2-integration`,
    consentUrl: `${server.origin}/oauth2/consent`,
    tokenUrl: `${server.origin}/api/v0/oauth2/token`,
    settings,
    faults: server.faults,
    registerClient: clients.register,
    failNextWith: (word, at = 'approve') => {
      forced[at].push(word);
    },
    failNextTokenWith: token.failNextWith,
    close: server.close,
  };
};
