import { z } from 'zod';
import { providerIdSchema } from '../../shared/ids.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { SecretFields } from '../keychain/secret-store.ts';
import type { Credential, ProviderAdapter, ProviderContext } from './adapter.ts';
import { readForm } from './form-reader.ts';
import { exchangeForKeys, grantOperations, reviewGrant } from './grant-credential.ts';
import { readSettings } from './settings.ts';
import {
  clientFields,
  clientSecretFor,
  clientSettings,
  keptClientSecret,
  readClient,
  scopeList,
  signFor,
  withQuery,
  withStorxWords,
} from './storx-client.ts';

type Hosts = { readonly integrationUrl: string; readonly accessServices: readonly string[] };

/**
 * StorX's hosts. Its guide exchanges grants at `storx.io`, its API collection at `auth.storx.io`;
 * both are tried, in this order. The staging page is documented, its access service is not.
 */
const hosts = {
  production: {
    integrationUrl: 'https://storx.io/oauth2-integration',
    accessServices: ['https://storx.io', 'https://auth.storx.io'],
  },
  staging: {
    integrationUrl: 'https://staging.storx.io/oauth2-integration',
    accessServices: ['https://staging.storx.io'],
  },
} as const satisfies Record<string, Hosts>;

const environments = ['production', 'staging', 'custom'] as const;

const settingsSchema = z.object({
  ...clientSettings,
  environment: z.enum(environments),
  integrationUrl: z.string(),
  accessServiceUrl: z.string(),
});
type Settings = z.infer<typeof settingsSchema>;

const hostsOf = (settings: Settings): Hosts =>
  settings.environment === 'custom'
    ? {
        integrationUrl: settings.integrationUrl,
        accessServices: [settings.accessServiceUrl],
      }
    : hosts[settings.environment];

/** Signs in through the browser: consent, review, exchange. */
const signIn = async (
  context: ProviderContext,
  settings: Settings,
  clientSecret: Secret,
  stored: SecretFields,
): Promise<Credential> => {
  const { integrationUrl, accessServices } = hostsOf(settings);
  context.step('open-listener');
  const received = await withStorxWords(() =>
    context.authorize({
      redirect: { kind: 'fixed-ports', redirectUris: settings.redirectUris },
      statePolicy: 'may-be-dropped',
      resultParameter: 'access_grant',
      buildUrl: async ({ redirectUri, state }) =>
        withQuery(integrationUrl, {
          client_id: settings.clientId,
          client_secret: (await signFor(context, settings, clientSecret)).expose(),
          redirect_uri: redirectUri,
          scope: scopeList(settings),
          state,
        }),
    }),
  );
  await reviewGrant(
    context,
    { grant: received.value, stateVerified: received.stateVerified },
    stored,
  );
  const keys = await exchangeForKeys(context, accessServices, received.value);
  return { settings, fields: { ...keptClientSecret(settings, clientSecret), ...keys } };
};

const operations = grantOperations<Settings>({
  read: (current) => readSettings(settingsSchema, current.settings),
  accessServices: (settings) => hostsOf(settings).accessServices,
  getAnotherGrant: async (context, settings, stored) =>
    signIn(context, settings, await clientSecretFor(context, stored), stored),
});

/**
 * Connects a StorX account through its OAuth2 integration page.
 *
 * Source: StorX OAuth2 integration guide; the redirect brings an `access_grant` and no `state`.
 */
export const storx: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('storx'),
    name: 'StorX',
    summary: 'Sign in with StorX in your browser and get S3 keys.',
    group: 'sign-in',
    mark: 'storx',
    fields: [
      ...clientFields.first,
      {
        kind: 'choice',
        name: 'environment',
        label: 'Environment',
        required: true,
        initial: 'production',
        advanced: true,
        options: [
          { value: 'production', label: 'StorX' },
          { value: 'staging', label: 'StorX staging' },
          { value: 'custom', label: 'Custom addresses' },
        ],
      },
      {
        kind: 'url',
        name: 'integrationUrl',
        label: 'Integration page',
        help: 'https, or http on this computer.',
        required: true,
        advanced: true,
        placeholder: 'https://storx.example/oauth2-integration',
        shownWhen: { field: 'environment', equals: ['custom'] },
      },
      {
        kind: 'url',
        name: 'accessServiceUrl',
        label: 'Access service',
        help: 'The host that answers /v1/access.',
        required: true,
        advanced: true,
        placeholder: 'https://auth.storx.example',
        shownWhen: { field: 'environment', equals: ['custom'] },
      },
      ...clientFields.last,
    ],
    guide: [
      'In StorX, open Developer access and register an application.',
      'Register the redirect URI shown here, character for character.',
      'Copy the client ID and the client secret into this form.',
      'Continue in the browser, approve the request there, and come back.',
    ],
    links: [{ label: 'Open StorX', url: 'https://storx.io' }],
    capabilities: { refresh: true, verify: true, reconnect: true },
  },
  steps: {
    connect: ['open-listener', 'wait-for-browser', 'review-grant', 'exchange-grant', 'save'],
    refresh: ['exchange-grant', 'save'],
  },
  prepare: (input) => {
    const form = readForm(input);
    const environment = form.choice('environment', environments);
    const { client, clientSecret } = readClient(form);
    const custom = environment === 'custom';
    const settings: Settings = {
      ...client,
      environment,
      integrationUrl: custom ? form.url('integrationUrl') : '',
      accessServiceUrl: custom ? form.url('accessServiceUrl') : '',
    };
    form.finish();
    return (context) => signIn(context, settings, clientSecret, {});
  },
  ...operations,
};
