import {
  type ClientAuth,
  ClientSecretJwt,
  ClientSecretPost,
  type ModifyAssertionFunction,
  modifyAssertion,
  None,
  PrivateKeyJwt,
} from 'oauth4webapi';
import { assertNever } from '../../../shared/result.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import type { Clock } from '../../platform/interfaces.ts';
import type { BasicForm, ClientAuthentication, OAuthClient } from '../types.ts';
import { importSigningKey, invalidKey } from './signing-key.ts';

const lifetimeSeconds = 60;

/**
 * Gives what proves the client to its server, or throws before anything is sent: `oauth.invalid-key`
 * for a key that cannot sign, `input.invalid` for a secret that is empty.
 *
 * Assertions (RFC 7523) carry the issuer as their only audience, live a minute, have an identifier
 * of 256 random bits, and no `nbf`: it adds nothing to `iat`, and a fast clock would only hurt.
 */
export const clientCredentialsOf = async (
  { authentication }: OAuthClient,
  clock: Pick<Clock, 'nowEpochMs'>,
): Promise<ClientAuth> => {
  switch (authentication.kind) {
    case 'none':
      return None();
    case 'client_secret_post':
      return ClientSecretPost(secretText(authentication.secret));
    case 'client_secret_basic':
      return basic(secretText(authentication.secret), basicFormOf(authentication));
    case 'client_secret_jwt':
      return ClientSecretJwt(sharedKeyText(authentication.secret), {
        [modifyAssertion]: (_header, payload) => setTimes(payload, clock),
      });
    case 'private_key_jwt':
      return byPrivateKey(authentication, clock);
    default:
      return assertNever(authentication);
  }
};

/**
 * Gives the client with the other form of HTTP Basic, to be tried where the first was refused. Null
 * where there is none, or where both are the same.
 */
export const withOtherBasicForm = (client: OAuthClient): OAuthClient | null => {
  const { clientId, authentication } = client;
  if (authentication.kind !== 'client_secret_basic') return null;
  const isPlain = [clientId, authentication.secret.expose()].every((text) => encode(text) === text);
  const form = basicFormOf(authentication) === 'raw' ? 'encoded' : 'raw';
  return isPlain ? null : { clientId, authentication: { ...authentication, form } };
};

export const basicFormOf = ({
  form = 'encoded',
}: Extract<ClientAuthentication, { kind: 'client_secret_basic' }>): BasicForm => form;

/**
 * Leaves the unreserved characters of RFC 3986 alone and writes a space as `%20`, which decoders of
 * either kind read: some servers decode percent signs only, and some nothing at all.
 */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const basic =
  (secret: string, form: BasicForm): ClientAuth =>
  (_server, { client_id: clientId }, _body, headers) => {
    const halves = [clientId, secret].map((half) => (form === 'raw' ? half : encode(half)));
    const credentials = Buffer.from(halves.join(':'), 'utf8').toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };

const byPrivateKey = async (
  authentication: Extract<ClientAuthentication, { kind: 'private_key_jwt' }>,
  clock: Pick<Clock, 'nowEpochMs'>,
): Promise<ClientAuth> => {
  const { algorithm } = authentication;
  const { key, keyId } = await importSigningKey(authentication.key, algorithm);
  const kid = authentication.keyId ?? keyId;
  return PrivateKeyJwt(kid === null ? key : { key, kid }, {
    [modifyAssertion]: (header, payload) => {
      // The library writes the newer "Ed25519", which most servers do not know yet.
      header.alg = algorithm;
      setTimes(payload, clock);
    },
  });
};

/** The library would take the time from the system at every signature. */
const setTimes = (
  payload: Parameters<ModifyAssertionFunction>[1],
  clock: Pick<Clock, 'nowEpochMs'>,
): void => {
  const now = nowEpochSeconds(clock);
  payload.iat = now;
  payload.exp = now + lifetimeSeconds;
  delete payload.nbf;
};

const secretText = (secret: Secret): string => {
  const text = secret.expose();
  if (text !== '') return text;
  throw new AppError('input.invalid', { fields: { clientSecret: 'required' } });
};

/** A key pair's text must never become a shared secret: half of it is public. */
const sharedKeyText = (secret: Secret): string => {
  const text = secretText(secret);
  if (/-----BEGIN |^\s*\{/.test(text)) throw invalidKey('wrong-algorithm');
  return text;
};
