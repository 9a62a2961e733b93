import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';
import { isForm } from './oauth-authorize.ts';
import { oauthConsentPage, oauthErrorPage } from './oauth-pages.ts';
import { type Account, json } from './oauth-profile.ts';
import { standInAccounts } from './oauth-provider.ts';

/** The versions that the guide lists, newest first. */
export const alloyVersions = ['2025-09', '2024-02', '2023-12'] as const;

/** The connectors that the guide names, and one of its "many more". */
export const alloyConnectors = [
  'notion',
  'hubspot',
  'salesforce',
  'slack',
  'google-drive',
  'github',
  'airtable',
] as const;

export const alloyRedirectUris = [28541, 21541, 25541].map(
  (port) => `http://127.0.0.1:${port}/callback`,
);

type Credential = {
  readonly credentialId: string;
  readonly connectorId: string;
  readonly redirectUri: string;
  readonly state: string;
  status: 'pending' | 'answered' | 'connected';
};

type Code = {
  readonly credential: Credential;
  readonly account: Account;
  readonly issuedAtEpochMs: number;
  used: boolean;
};

export type AlloySettings = {
  /** Puts the broker's state into `oauthUrl`; the guide's example shows none there. */
  stateInUrl: boolean;
  codeLifetimeSeconds: number;
  /** Name of the account that is used when the consent form does not name one. */
  account: string;
  /** Names another credential after the exchange than before, as a mixed-up attempt would. */
  swapCredential: boolean;
  /** Overrides where `oauthUrl` leads. */
  oauthUrl: string | null;
};

type AlloyConnection = {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly account: Account;
};

export type AlloyStandIn = {
  readonly origin: string;
  readonly apiKey: string;
  readonly settings: AlloySettings;
  /** Spoil requests of the API; the consent page is spared. */
  readonly faults: FaultControls;
  readonly connections: readonly AlloyConnection[];
  /** Versions that requests named, in order. */
  readonly versions: readonly string[];
  /** Deletes what was begun and not finished: the exchange then finds no connection. */
  readonly forgetCredentials: () => void;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly clock?: { readonly nowEpochMs: () => number };
  readonly log?: (entry: RequestLogEntry) => void;
  readonly settings?: Partial<AlloySettings>;
  readonly redirectUris?: readonly string[];
};

const consentAction = '/stand-in/consent';
const authorizePath = /^\/api\/strategy\/connector\/([^/]+)\/authorize$/;
const credentialsPath = /^\/connectors\/([^/]+)\/credentials(\/callback)?$/;

const refuse = (status: number, error: string): Reply => json(status, { error }, {}, error);

const readJson = ({ headers, body }: Exchange): Readonly<Record<string, unknown>> | null => {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return null;
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/**
 * Starts a stand-in for Alloy Automation, a broker that keeps the tokens and gives connection ids.
 *
 * Faithful to its OAuth flow guide: both calls, their headers and bodies, single-use codes that
 * expire quickly, and the words of its three troubleshooting cases. The guide shows no error bodies;
 * `{"error": "<those words>"}` is a guess.
 */
export const startAlloy = async (options: Options = {}): Promise<AlloyStandIn> => {
  const { clock, log = () => {}, redirectUris = alloyRedirectUris } = options;
  const nowEpochMs = clock?.nowEpochMs ?? Date.now;
  const settings: AlloySettings = {
    stateInUrl: false,
    codeLifetimeSeconds: 60,
    account: 'ada@stand-in.test',
    swapCredential: false,
    oauthUrl: null,
    ...options.settings,
  };
  const apiKey = `alloy_${randomBytes(24).toString('base64url')}`;
  const credentials = new Map<string, Credential>();
  const codes = new Map<string, Code>();
  const connections: AlloyConnection[] = [];
  const versions: string[] = [];

  const begin = (connectorId: string, body: Readonly<Record<string, unknown>>): Reply => {
    if (!alloyConnectors.some((each) => each === connectorId)) {
      return refuse(404, 'Connector not found');
    }
    if (body.connectorId !== connectorId) return refuse(400, 'connectorId does not match the path');
    if (body.credentialType !== 'oauth2') return refuse(400, 'Invalid credentialType');
    const { redirectUri } = body;
    if (typeof redirectUri !== 'string' || !redirectUris.includes(redirectUri)) {
      return refuse(400, 'Invalid redirect_uri');
    }
    const credential: Credential = {
      credentialId: `cred_${randomBytes(9).toString('hex')}`,
      connectorId,
      redirectUri,
      state: randomBytes(16).toString('base64url'),
      status: 'pending',
    };
    const userId = randomUUID();
    credentials.set(userId, credential);
    const url = new URL(`${server.origin}/api/strategy/connector/${connectorId}/authorize`);
    url.searchParams.set('userId', userId);
    if (settings.stateInUrl) url.searchParams.set('state', credential.state);
    return json(200, {
      oauthUrl: settings.oauthUrl ?? url.href,
      credentialId: credential.credentialId,
    });
  };

  const finish = (connectorId: string, body: Readonly<Record<string, unknown>>): Reply => {
    const code = codes.get(typeof body.code === 'string' ? body.code : '');
    const credential = code?.credential;
    if (
      code === undefined ||
      credential?.connectorId !== connectorId ||
      code.used ||
      nowEpochMs() - code.issuedAtEpochMs > settings.codeLifetimeSeconds * 1000
    ) {
      return refuse(400, 'Invalid authorization code');
    }
    if (body.state !== undefined && body.state !== credential.state) {
      return refuse(400, 'Invalid state');
    }
    if (![...credentials.values()].includes(credential)) return refuse(404, 'Connection not found');
    code.used = true;
    credential.status = 'connected';
    const connectionId = `conn_${randomBytes(9).toString('hex')}`;
    connections.push({ connectionId, connectorId, account: code.account });
    const { credentialId } = credential;
    return json(200, {
      connectionId,
      credentialId: settings.swapCredential ? 'cred_another' : credentialId,
      status: 'connected',
    });
  };

  const callApi = (exchange: Exchange, connectorId: string, isCallback: boolean): Reply => {
    if (exchange.method !== 'POST') return refuse(405, 'Method not allowed');
    if (exchange.headers.authorization !== `Bearer ${apiKey}`) {
      return refuse(401, 'Invalid API key');
    }
    const version = String(exchange.headers['x-api-version'] ?? '');
    versions.push(version);
    if (!alloyVersions.some((each) => each === version)) {
      return refuse(400, 'Unsupported API version');
    }
    const body = readJson(exchange);
    if (body === null) return refuse(400, 'The body must be a JSON object');
    return isCallback ? finish(connectorId, body) : begin(connectorId, body);
  };

  const page = (detail: string): Reply => oauthErrorPage('Alloy', 'invalid_request', detail);

  const open = ({ url }: Exchange, connectorId: string): Reply => {
    const userId = url.searchParams.get('userId') ?? '';
    const credential = credentials.get(userId);
    if (credential?.connectorId !== connectorId) return page('This request is unknown.');
    return oauthConsentPage({
      provider: `Alloy and ${connectorId}`,
      requestId: userId,
      action: consentAction,
      clientName: 'Stowkey',
      returnsTo: credential.redirectUri,
      scopes: [],
      granular: false,
      accounts: standInAccounts,
      chosenEmail: settings.account,
      userCode: null,
    });
  };

  const answer = (exchange: Exchange): Reply => {
    if (!isForm(exchange)) return { status: 415, refusal: 'content type' };
    const form = new URLSearchParams(exchange.body.toString());
    const credential = credentials.get(form.get('request_id') ?? '');
    if (credential?.status !== 'pending') return page('This request is over.');
    const email = form.get('account') ?? settings.account;
    const account = standInAccounts.find((each) => each.email === email);
    if (account === undefined) return page('This account is unknown.');
    credential.status = 'answered';
    const { state, redirectUri } = credential;
    const back = new URL(redirectUri);
    if (form.get('decision') === 'approve') {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { credential, account, issuedAtEpochMs: nowEpochMs(), used: false });
      back.search = new URLSearchParams({ code, state }).toString();
    } else {
      back.search = new URLSearchParams({ error: 'access_denied', state }).toString();
    }
    return { status: 302, headers: { location: back.href, 'cache-control': 'no-store' } };
  };

  const handle = (exchange: Exchange): Reply => {
    const { pathname } = exchange.url;
    const api = credentialsPath.exec(pathname);
    if (api !== null) return callApi(exchange, api[1] ?? '', api[2] !== undefined);
    const shown = authorizePath.exec(pathname);
    if (shown !== null && exchange.method === 'GET') return open(exchange, shown[1] ?? '');
    if (pathname === consentAction && exchange.method === 'POST') return answer(exchange);
    return { status: 404, body: 'not found\n', refusal: 'no such page' };
  };

  const server = await startLoopbackServer({
    name: 'alloy',
    log,
    maxBodyBytes: 64 * 1024,
    handle,
    spares: ({ url }) => !credentialsPath.test(url.pathname),
  });
  return {
    origin: server.origin,
    apiKey,
    settings,
    faults: server.faults,
    connections,
    versions,
    forgetCredentials: () => credentials.clear(),
    close: server.close,
  };
};
