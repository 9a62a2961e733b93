import { type AuthorizationServer, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import {
  aimsAtThisComputer,
  isSecureOrLoopback,
  isServiceUrl,
} from '../../platform/address-policy.ts';
import { type JsonObject, parseJsonObject } from '../../platform/json.ts';
import { looksLikeHtml, statusError } from '../../platform/reply.ts';
import type { ServerContext } from '../context.ts';
import { asAppError, jsonResponse, readReply, requestOptions } from '../oauth4webapi.ts';
import type { OAuthServer } from '../types.ts';

/** OIDC Discovery puts the well-known path behind the issuer's own, RFC 8414 in front of it. */
const places = ['oidc', 'oauth2'] as const;

/**
 * Reads an authorization server's metadata from its issuer: OIDC Discovery first, then RFC 8414.
 *
 * The document must name the issuer that was asked, and every endpoint must be https; only a server
 * that is itself on literal loopback may send us there. Throws `input.invalid` for a text that is no
 * issuer, `oauth.wrong-issuer` for a document of another one, `server.insecure`,
 * `server.invalid-response` for a document without the endpoints of a sign-in, `server.wrong-host`
 * when nothing is published, and what reaching the host fails with.
 */
export const discoverServer = async (
  context: ServerContext,
  issuer: string,
): Promise<OAuthServer> => {
  const url = parseIssuer(issuer);
  for (const algorithm of places) {
    const fields = await fetchMetadata(context, url, algorithm);
    if (fields !== null) return asServer(await checkIssuer(fields, url), url);
  }
  throw new AppError('server.wrong-host', { params: { host: url.host } });
};

/** RFC 8414 section 2: https, without query and fragment. */
const parseIssuer = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw issuerError('not-a-url');
  if (!isSecureOrLoopback(url)) throw issuerError('not-https');
  if (/[?#]/.test(text)) throw issuerError('bad-format');
  return url;
};

const issuerError = (problem: 'not-a-url' | 'not-https' | 'bad-format'): AppError =>
  new AppError('input.invalid', { fields: { issuer: problem } });

/** Null when there is no document at this place, so that the next can be tried. */
const fetchMetadata = async (
  context: ServerContext,
  issuer: URL,
  algorithm: (typeof places)[number],
): Promise<JsonObject | null> => {
  const options = { ...requestOptions(context, issuer.href), algorithm };
  const reply = await readReply(await discoveryRequest(issuer, options));
  if (reply.status !== 200 || looksLikeHtml(reply)) {
    const refusal = statusError(reply, {
      host: issuer.host,
      nowEpochMs: context.clock.nowEpochMs(),
    });
    if (refusal !== null && !isAppError(refusal, 'server.wrong-host')) throw refusal;
    return null;
  }
  return parseJsonObject(reply.body);
};

const checkIssuer = async (fields: JsonObject, issuer: URL): Promise<AuthorizationServer> => {
  const { host } = issuer;
  if (typeof fields.issuer !== 'string' || !URL.canParse(fields.issuer)) {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  // A root with or without its slash is one address, and a person types either.
  if (new URL(fields.issuer).href !== issuer.href) {
    throw new AppError('oauth.wrong-issuer', { params: { host } });
  }
  try {
    return await processDiscoveryResponse(issuer, jsonResponse(fields));
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
};

const asServer = (metadata: AuthorizationServer, issuer: URL): OAuthServer => {
  const endpoint = (value: unknown): string | null => checkedEndpoint(value, issuer);
  const authorizationEndpoint = endpoint(metadata.authorization_endpoint);
  const tokenEndpoint = endpoint(metadata.token_endpoint);
  if (authorizationEndpoint === null || tokenEndpoint === null) {
    throw new AppError('server.invalid-response', { params: { host: issuer.host } });
  }
  return {
    issuer: metadata.issuer,
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint: endpoint(metadata.revocation_endpoint),
    deviceAuthorizationEndpoint: endpoint(metadata.device_authorization_endpoint),
    userinfoEndpoint: endpoint(metadata.userinfo_endpoint),
    registrationEndpoint: endpoint(metadata.registration_endpoint),
    pushedAuthorizationRequestEndpoint: endpoint(metadata.pushed_authorization_request_endpoint),
    requiresPushedAuthorizationRequests: metadata.require_pushed_authorization_requests === true,
    announcesIssuer: metadata.authorization_response_iss_parameter_supported === true,
    jwksUri: endpoint(metadata.jwks_uri),
  };
};

/** A public server must not be able to aim our requests at what listens on this computer or beside it. */
const checkedEndpoint = (value: unknown, issuer: URL): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !URL.canParse(value)) {
    throw new AppError('server.invalid-response', { params: { host: issuer.host } });
  }
  const url = new URL(value);
  if (!isServiceUrl(url) || aimsAtThisComputer(issuer, url)) {
    throw new AppError('server.insecure', { params: { host: url.host } });
  }
  return value;
};
