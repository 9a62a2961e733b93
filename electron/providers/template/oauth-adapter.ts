import type { FormField, ProviderDescriptorInput } from '../../../shared/provider-descriptor.ts';
import type { ConnectionFactsInput, StepId } from '../../../shared/schemas.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import type { ProviderAdapter } from '../adapter.ts';
import { needsAsking } from './client.ts';
import { numberIn, scopesIn } from './flow.ts';
import { type TemplateSettings, templateForm } from './form.ts';
import { prefillTemplate } from './prefill.ts';
import { deviceCodeField } from './redirect-fields.ts';
import type { OAuthTemplate } from './schema.ts';
import { createTemplateSession, type TemplateOrigin } from './session.ts';

/**
 * Speaks OAuth 2 with the provider that a template describes.
 *
 * Renewing uses the refresh token and never opens a browser. An imported template's connections only
 * ever reach the hosts that were shown when they were made, whatever a later version of the template
 * says.
 */
export const createTemplateAdapter = (
  template: OAuthTemplate,
  origin: TemplateOrigin = 'built-in',
): ProviderAdapter => {
  const form = templateForm(template);
  const session = createTemplateSession(template, form.stored, origin);
  const descriptor = descriptorOf(template, form.fields, origin);
  const canRenew = template.tokens.refresh !== 'none';
  return {
    descriptor,
    steps: stepsOf(template),
    prepare: (input) => {
      const { settings, values } = form.read(input);
      const { clientSecret, privateKey, refreshToken } = values;
      const secrets = { clientSecret: clientSecret ?? privateKey, refreshToken };
      return (context) => session.connect(context, settings, secrets);
    },
    ...(canRenew ? { refresh: session.renew } : {}),
    worksOnce: ({ fields }) =>
      template.tokens.refresh === 'rotates' && fields.refreshToken !== undefined,
    reauthorize: session.signInAgain,
    ...(descriptor.capabilities.verify ? { verify: session.verify } : {}),
    ...(template.revocation.kind === 'none' ? {} : { revoke: session.end }),
    prefill: (text) => prefillTemplate(template, descriptor.fields, text),
    describe: (current) => describe(template, form.stored(current.settings), current.fields),
  };
};

/** Says what a template asks for and whom it contacts. */
const descriptorOf = (
  template: OAuthTemplate,
  fields: FormField[],
  origin: TemplateOrigin,
): ProviderDescriptorInput => ({
  id: template.id,
  name: template.name,
  summary: template.summary,
  group: template.group,
  mark: template.mark,
  fields,
  guide: [...template.guide],
  notes: [
    ...template.tokens.notes,
    ...(template.revocation.kind === 'none' && template.afterDisconnect !== undefined
      ? [template.afterDisconnect]
      : []),
  ],
  links: template.links.map((link) => ({ ...link })),
  contacts: [...template.contacts],
  origin,
  isTemplate: true,
  opensBrowser: true,
  deviceCodeField: template.device === undefined ? null : deviceCodeField,
  prefill: template.prefill ?? 'oauth-client',
  afterDisconnect: template.afterDisconnect ?? null,
  capabilities: {
    refresh: template.tokens.refresh !== 'none',
    verify: template.identity.kind !== 'none',
    reconnect: true,
  },
});

const stepsOf = ({ server, identity }: OAuthTemplate): ProviderAdapter['steps'] => {
  const isDiscovered = server.kind === 'discovery' || server.kind === 'asked-issuer';
  const discover: StepId[] = isDiscovered ? ['discover'] : [];
  const name: StepId[] = identity.kind === 'none' ? [] : ['identify'];
  return {
    connect: [...discover, 'open-listener', 'wait-for-browser', 'exchange-code', ...name, 'save'],
    refresh: ['refresh-tokens', 'save'],
  };
};

const describe = (
  { tokens: { refresh, quirks } }: OAuthTemplate,
  settings: TemplateSettings,
  fields: SecretFields,
): ConnectionFactsInput => {
  const expiresAt = numberIn(fields, 'expiresAtEpochSeconds');
  const renewable =
    refresh !== 'none' && fields.refreshToken !== undefined && !needsAsking(settings, fields);
  return {
    account: fields.account?.expose() ?? null,
    // What renews itself does not end when its access token does.
    expiresAtEpochSeconds: renewable ? null : expiresAt,
    neverExpires: quirks?.neverExpires ?? false,
    grant: null,
    s3: null,
    tokens: {
      scopes: scopesIn(fields),
      accessTokenExpiresAtEpochSeconds: expiresAt,
      renewable,
      stateVerified: fields.stateVerified?.expose() !== 'no',
    },
  };
};
