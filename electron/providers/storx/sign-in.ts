import { type StorxErrorWord, storxErrorWords } from '../../../shared/result.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { plausibleCode } from '../../oauth/redirect/plausible-answer.ts';
import { ProviderRedirectError } from '../../oauth/redirect/provider-error.ts';
import type { Credential, ProviderContext, ProviderSettings } from '../adapter.ts';
import type { ClientSettings } from './client.ts';
import { exchangeForKeys, grantOperations, readGrant, reviewGrant } from './grant-credential.ts';

/** What both StorX connectors do: consent, the words for errors, review, exchange, renewal. */

type StorxGrant = { readonly grant: Secret; readonly stateVerified: boolean };

/** Makes a connector of the one thing that differs: how the grant is got. */
export const storxConnector = <S extends ClientSettings & ProviderSettings>(way: {
  readonly stored: (settings: ProviderSettings) => S;
  readonly accessServices: (settings: S) => readonly string[];
  readonly getGrant: (
    context: ProviderContext,
    settings: S,
    clientSecret: Secret,
  ) => Promise<StorxGrant>;
}) => {
  const signIn = async (
    context: ProviderContext,
    settings: S,
    clientSecret: Secret,
    stored: SecretFields,
  ): Promise<Credential> => {
    const received = await way.getGrant(context, settings, clientSecret);
    await reviewGrant(context, received, stored);
    const keys = await exchangeForKeys(context, way.accessServices(settings), received.grant);
    return {
      settings,
      fields: { ...(settings.keepClientSecret ? { clientSecret } : {}), ...keys },
    };
  };
  return {
    connect:
      (settings: S, clientSecret: Secret) =>
      (context: ProviderContext): Promise<Credential> =>
        signIn(context, settings, clientSecret, {}),
    operations: grantOperations<S>({
      read: (current) => way.stored(current.settings),
      accessServices: way.accessServices,
      getAnotherGrant: async (context, settings, stored) => {
        const clientSecret = stored.clientSecret ?? (await context.askSecret('client-secret'));
        return signIn(context, settings, clientSecret, stored);
      },
    }),
  };
};

const isGrant = (value: Secret): boolean => {
  try {
    readGrant(value);
    return true;
  } catch {
    return false;
  }
};

const isResultOf = { access_grant: isGrant, code: plausibleCode.isResult };

/** Its own words, those for a refused consent, and none at all, which it sends as well. */
const errorCodes: ReadonlySet<string> = new Set([
  ...storxErrorWords,
  'access_denied',
  'REJECTED',
  '',
]);

/** Sends the person to StorX's page and gives what the redirect brings. */
export const askConsent = async (
  context: ProviderContext,
  client: ClientSettings,
  page: {
    readonly url: string;
    readonly resultParameter: 'access_grant' | 'code';
    /** Signed and sent along where the page wants it. */
    readonly clientSecret: Secret | null;
  },
) => {
  context.step('open-listener');
  const { url, resultParameter, clientSecret } = page;
  try {
    return await context.authorize({
      redirect: { kind: 'fixed-ports', redirectUris: client.redirectUris },
      statePolicy: 'may-be-dropped',
      resultParameter,
      plausible: { isResult: isResultOf[resultParameter], errorCodes },
      pageHost: new URL(url).host,
      buildUrl: async ({ redirectUri, state }) =>
        withQuery(url, {
          client_id: client.clientId,
          ...(clientSecret === null
            ? {}
            : { client_secret: (await signFor(context, client, clientSecret)).expose() }),
          redirect_uri: redirectUri,
          scope: scopeList(client),
          state,
        }),
    });
  } catch (error) {
    if (error instanceof ProviderRedirectError && isAppError(error, 'oauth.provider-error')) {
      throw storxError(error.errorCode, error);
    }
    throw error;
  }
};

/** The scopes as StorX lists them: comma-separated, the bucket scope last. */
const scopeList = ({ scopes, bucket }: ClientSettings): readonly string[] =>
  bucket === '' ? scopes : [...scopes, `bucket:${bucket}`];

/**
 * Writes a URL's query with commas between scopes left as they are, as StorX's guide shows it.
 * Everything else is percent-encoded: a raw `;` makes Go's parser drop the whole parameter.
 */
const withQuery = (
  base: string,
  parameters: Readonly<Record<string, string | readonly string[]>>,
): URL => {
  const url = new URL(base);
  const pairs = Object.entries(parameters).map(
    ([name, value]) =>
      `${name}=${(typeof value === 'string' ? [value] : value).map(encodeURIComponent).join(',')}`,
  );
  url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
  return url;
};

/** Signs a client secret for one attempt. */
export const signFor = (
  context: ProviderContext,
  client: ClientSettings,
  clientSecret: Secret,
): Promise<Secret> =>
  context.mintClientSecret({
    clientId: client.clientId,
    clientSecret,
    lifetimeMinutes: client.jwtLifetimeMinutes,
  });

const isStorxWord = (word: string): word is StorxErrorWord =>
  (storxErrorWords as readonly string[]).includes(word);

/** Gives StorX's own word its own code, so that each gets its own sentence. */
export const storxError = (word: string, cause?: unknown): AppError => {
  if (word === 'access_denied' || word === 'REJECTED') {
    return new AppError('oauth.denied', { cause });
  }
  return isStorxWord(word)
    ? new AppError(`storx.${word}`, { cause })
    : new AppError('oauth.provider-error', { cause });
};
