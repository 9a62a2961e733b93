import { z } from 'zod';
import type { ProviderSettings } from '../adapter.ts';
import { readSettings } from '../settings.ts';
import type { AddressValues } from './addresses.ts';
import { clientAuthentications, type OAuthTemplate } from './schema.ts';

export const keyAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

const settingsSchema = z
  .object({
    clientId: z.string(),
    authentication: z.enum(clientAuthentications),
    keyAlgorithm: z.enum(keyAlgorithms),
    keyId: z.string(),
    keepClientSecret: z.boolean(),
    /** The form of HTTP Basic that the server took; settings of before have none. */
    basicForm: z.enum(['encoded', 'raw']).default('encoded'),
    /** The client is registered by the program itself; `clientId` is empty then. */
    registerClient: z.boolean(),
    /** Settings of before have none. */
    withoutPkce: z.boolean().default(false),
    useDeviceCode: z.boolean(),
    redirectPolicy: z.enum([
      'ephemeral-ip',
      'ephemeral-localhost',
      'fixed-ports',
      'typed',
      'paste',
    ]),
    redirectUris: z.array(z.string()),
    scopes: z.array(z.string()),
    issuer: z.string(),
    baseUrl: z.string(),
    authorizationUrl: z.string(),
    tokenUrl: z.string(),
    revocationUrl: z.string(),
    deviceUrl: z.string(),
    userinfoUrl: z.string(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

/** What the person chose in the form of a template, without secrets. */
export type TemplateSettings = z.infer<typeof settingsSchema>;

export const readTemplateSettings = (settings: ProviderSettings): TemplateSettings =>
  readSettings(settingsSchema, settings);

/** Name of the form field, and of the setting, that holds a variable of the template. */
export const variableField = (name: string): string =>
  `variable${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** What the `{names}` of the template's variables stand for. */
export const valuesOf = (
  template: Pick<OAuthTemplate, 'variables'>,
  settings: TemplateSettings,
): AddressValues => {
  const values: Record<string, string> = {};
  for (const variable of template.variables ?? []) {
    const chosen = settings[variableField(variable.name)];
    if (variable.kind === 'text') values[variable.name] = String(chosen ?? '');
    else Object.assign(values, variable.options.find(({ value }) => value === chosen)?.sets);
  }
  return values;
};

type Condition = { field: string; equals: string[] };

/** A condition that a field is shown under; empty for none. */
export type Shown = { readonly shownWhen?: Condition; readonly hiddenWhen?: Condition };

/** The person types the server's addresses. */
export const isAsked = ({ server }: OAuthTemplate): boolean => server.kind.startsWith('asked-');
