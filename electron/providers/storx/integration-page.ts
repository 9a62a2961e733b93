import { providerIdSchema } from '../../../shared/ids.ts';
import type { ProviderAdapter } from '../adapter.ts';
import { defineForm } from '../define-form.ts';
import { clientFields } from './client.ts';
import { storxAccessServices } from './grant-credential.ts';
import { askConsent, storxConnector } from './sign-in.ts';

type Hosts = { readonly integrationUrl: string; readonly accessServices: readonly string[] };

/** StorX's hosts. The staging page is documented, its access service is not. */
const hosts = {
  production: {
    integrationUrl: 'https://storx.io/oauth2-integration',
    accessServices: storxAccessServices,
  },
  staging: {
    integrationUrl: 'https://staging.storx.io/oauth2-integration',
    accessServices: ['https://staging.storx.io'],
  },
} as const satisfies Record<string, Hosts>;

const form = defineForm({
  ...clientFields.first,
  environment: {
    kind: 'choice',
    initial: 'production',
    advanced: true,
    options: ['production', 'staging', 'custom'],
  },
  integrationUrl: {
    kind: 'url',
    advanced: true,
    placeholder: 'https://storx.example/oauth2-integration',
    shownWhen: { field: 'environment', equals: ['custom'] },
  },
  accessServiceUrl: {
    kind: 'url',
    advanced: true,
    placeholder: 'https://auth.storx.example',
    shownWhen: { field: 'environment', equals: ['custom'] },
  },
  ...clientFields.last,
});
type Settings = ReturnType<typeof form.stored>;

const hostsOf = (settings: Settings): Hosts =>
  settings.environment === 'custom'
    ? {
        integrationUrl: settings.integrationUrl,
        accessServices: [settings.accessServiceUrl],
      }
    : hosts[settings.environment];

const { connect, operations } = storxConnector({
  stored: form.stored,
  accessServices: (settings) => hostsOf(settings).accessServices,
  getGrant: async (context, settings, clientSecret) => {
    const { value, stateVerified } = await askConsent(context, settings, {
      url: hostsOf(settings).integrationUrl,
      resultParameter: 'access_grant',
      clientSecret,
    });
    return { grant: value, stateVerified };
  },
});

/**
 * Connects a StorX account through its OAuth2 integration page.
 *
 * Source: StorX OAuth2 integration guide; the redirect brings an `access_grant` and no `state`.
 */
export const storx: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('storx'),
    group: 'sign-in',
    mark: 'storx',
    fields: form.fields,
    links: [{ url: 'https://storx.io' }],
    opensBrowser: true,
    capabilities: { refresh: true, verify: true, reconnect: true },
  },
  steps: {
    connect: ['open-listener', 'wait-for-browser', 'review-grant', 'exchange-grant', 'save'],
    refresh: ['exchange-grant', 'save'],
  },
  prepare: (input) => {
    const { settings, values } = form.read(input);
    return connect(settings, values.clientSecret);
  },
  ...operations,
};
