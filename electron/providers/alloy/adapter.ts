import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../adapter.ts';
import { defineForm } from '../define-form.ts';
import { visible } from '../form-checks.ts';
import { alloyRedirectUris } from '../redirect-uris.ts';
import { requireField } from '../stored-settings.ts';
import { type AlloyAccount, beginCredential, finishCredential } from './client.ts';

const form = defineForm({
  apiKey: {
    kind: 'secret',
    max: 1024,
    pattern: visible,
  },
  connector: {
    kind: 'text',
    placeholder: 'notion',
    suggestions: ['notion', 'hubspot', 'salesforce', 'slack', 'google-drive', 'github'],
    max: 100,
    pattern: /^[a-z0-9][a-z0-9._-]*$/i,
  },
  redirectUri: {
    kind: 'choice',
    initial: alloyRedirectUris[0],
    options: alloyRedirectUris,
    copyable: true,
    kept: z.string(),
  },
  apiVersion: {
    kind: 'choice',
    initial: '2025-09',
    advanced: true,
    options: ['2025-09', '2024-02', '2023-12'],
  },
  baseUrl: {
    kind: 'url',
    initial: 'https://production.runalloy.com',
    advanced: true,
  },
});
type Settings = ReturnType<typeof form.stored>;

/** What the broker sends the browser to: never http on this computer at a remote broker's word. */
const signInPage = (oauthUrl: string, account: AlloyAccount): URL => {
  const url = new URL(oauthUrl);
  if (url.protocol === 'https:' || new URL(account.baseUrl).protocol === 'http:') return url;
  throw new AppError('server.insecure', { params: { host: url.host } });
};

const unboundAnswer = (): AppError => new AppError('alloy.unnamed-credential');

/**
 * Signs in through the broker.
 *
 * Alloy makes the state, so nothing of ours comes back with the redirect. Where its page's address
 * shows the state, that one must return. Where it does not, the attempt is bound by the credential:
 * Alloy names it when the attempt begins and again for the code, so a code that was slipped in from
 * another attempt names another one, and is refused. Where neither is there, nothing binds it: the
 * browser is not opened, or the connection is not stored. What remains: a page that knows the port can
 * end an attempt while it waits.
 */
const signIn = async (
  context: ProviderContext,
  settings: Settings,
  apiKey: Secret,
): Promise<Credential> => {
  const account: AlloyAccount = { ...settings, apiKey };
  let begunAs: string | null = null;
  context.step('open-listener');
  const received = await context.authorize({
    redirect: { kind: 'fixed-ports', redirectUris: [settings.redirectUri] },
    statePolicy: 'required',
    stateFrom: 'broker',
    resultParameter: 'code',
    pageHost: null,
    keep: ['state'],
    buildUrl: async ({ redirectUri }) => {
      const begun = await beginCredential(context, account, redirectUri);
      begunAs = begun.credentialId ?? null;
      const page = signInPage(begun.oauthUrl, account);
      if (begunAs === null && !page.searchParams.get('state')) throw unboundAnswer();
      return page;
    },
  });
  context.step('exchange-code');
  const { connectionId, credentialId = null } = await finishCredential(context, account, {
    code: received.value,
    state: received.kept.state ?? null,
  });
  if (!received.stateVerified) {
    if (credentialId === null || begunAs === null) throw unboundAnswer();
    if (credentialId !== begunAs) throw new AppError('oauth.wrong-state');
  }
  return {
    settings,
    fields: {
      apiKey,
      connectionId: new Secret(connectionId),
      ...(credentialId === null ? {} : { credentialId: new Secret(credentialId) }),
    },
  };
};

const askForKey = async (context: ProviderContext): Promise<Secret> => {
  const apiKey = await context.askSecret('api-key');
  if (visible.test(apiKey.expose())) return apiKey;
  throw new AppError('input.invalid', { fields: { apiKey: 'bad-format' } });
};

/**
 * Connects an account through Alloy Automation, a broker that keeps the tokens: what is kept here is
 * the connection id, and the API key to make others with.
 *
 * Source: Alloy's OAuth flow guide. It documents no call that checks or ends a connection.
 */
export const alloy: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('alloy'),
    group: 'broker',
    mark: 'alloy',
    fields: form.fields,
    links: [
      { url: 'https://docs.runalloy.com/oauth' },
      { url: 'https://docs.runalloy.com/api-reference' },
    ],
    contacts: ['production.runalloy.com'],
    opensBrowser: true,
    capabilities: { refresh: false, verify: false, reconnect: true },
  },
  steps: {
    connect: ['open-listener', 'wait-for-browser', 'exchange-code', 'save'],
    refresh: [],
  },
  prepare: (input) => {
    const { settings, values } = form.read(input);
    return (context) => signIn(context, settings, values.apiKey);
  },
  reauthorize: async (context, current) =>
    signIn(
      context,
      form.stored(current.settings),
      // Gone when the keychain item was deleted elsewhere.
      current.fields.apiKey ?? (await askForKey(context)),
    ),
  describe: (current) => {
    const { connector } = form.stored(current.settings);
    return {
      account: null,
      expiresAtEpochSeconds: null,
      grant: null,
      s3: null,
      broker: { connector, connectionId: requireField(current.fields, 'connectionId').expose() },
    };
  },
};
