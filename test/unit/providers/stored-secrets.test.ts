import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { Credential, ProviderAdapter } from '../../../electron/providers/adapter.ts';
import { builtInTemplates } from '../../../electron/providers/template/catalogue.ts';
import { templateForm } from '../../../electron/providers/template/form.ts';
import { createTemplateAdapter } from '../../../electron/providers/template/oauth-adapter.ts';
import type { OAuthTemplate } from '../../../electron/providers/template/schema.ts';
import { loggerInto } from '../../support/fakes/logger.ts';
import { createScriptedContext } from '../../support/fakes/provider-context.ts';

const templateOf = (id: string): OAuthTemplate => {
  const template = builtInTemplates.find((each) => each.id === id);
  if (template?.kind !== 'oauth2') throw new TypeError(`no template ${id}`);
  return template;
};
const oidc = templateOf('oidc');
const box = templateOf('box');

const oidcServer = JSON.stringify({
  issuer: 'https://as.example',
  authorizationEndpoint: 'https://as.example/a',
  tokenEndpoint: 'https://as.example/t',
  revocationEndpoint: 'https://as.example/r',
  deviceAuthorizationEndpoint: null,
  userinfoEndpoint: 'https://as.example/u',
  registrationEndpoint: null,
  pushedAuthorizationRequestEndpoint: null,
  requiresPushedAuthorizationRequests: false,
  announcesIssuer: false,
  jwksUri: null,
});

/** A form as the window sends it, with the client registered by the server where that is asked. */
const settingsOf = (template: OAuthTemplate): Credential['settings'] => {
  const form: Record<string, string | number | boolean | string[]> = {};
  for (const field of createTemplateAdapter(template).descriptor.fields) {
    if (field.kind !== 'secret' && field.initial !== undefined) {
      form[field.name] = field.initial as string;
    }
  }
  const over = template === oidc ? { issuer: 'https://as.example', registerClient: true } : {};
  return templateForm(template).read({
    ...form,
    clientId: 'c',
    clientSecret: 's3cret',
    ...over,
  }).settings;
};

/** Every way that JSON.parse has of quoting what it cannot read, the canary among it. */
const canary = 'hunter2canary';
const unreadable = [
  canary,
  `{"secret":"${canary}`,
  `{"${canary}":1}x`,
  `["${canary}",]`,
  `{"a":"${canary}\n"}`,
  `\u0000${canary}`,
];

const acts = ['refresh', 'verify', 'revoke', 'reauthorize'] as const;

const failureOf = async (
  adapter: ProviderAdapter,
  act: (typeof acts)[number],
  current: Credential,
): Promise<unknown> => {
  const { context } = createScriptedContext({ redirect: { value: 'code' } });
  try {
    await adapter[act]?.(context, current);
  } catch (error) {
    return error;
  }
  return null;
};

const logOf = (error: unknown): string => {
  const lines: string[] = [];
  loggerInto(lines).warn('operation failed', { error });
  return lines.join('\n');
};

/** Pieces of a secret that a message could quote. */
const pieces = Array.from({ length: canary.length - 4 }, (_, at) => canary.slice(at, at + 5));

describe('a stored secret that does not parse', () => {
  it.each<[string, OAuthTemplate, string]>([
    ['the client that the server registered', oidc, 'client'],
    ['the server that was discovered', oidc, 'server'],
    ['the hosts that were shown', box, 'contacts'],
  ])('is no part of the error or of the log: %s', async (_, template, name) => {
    const adapter = createTemplateAdapter(template, 'imported');
    const codes = new Set<unknown>();
    for (const text of unreadable) {
      const fields = {
        accessToken: new Secret('access'),
        refreshToken: new Secret('refresh'),
        clientSecret: new Secret('s3cret'),
        server: new Secret(oidcServer),
        [name]: new Secret(text),
      };
      for (const act of acts) {
        const error = await failureOf(adapter, act, { settings: settingsOf(template), fields });
        if (error === null) continue;
        expect(error).toBeInstanceOf(AppError);
        codes.add((error as AppError).code);
        const shown = inspect(error, { depth: 10 }) + logOf(error);
        expect(pieces.filter((piece) => shown.includes(piece))).toEqual([]);
      }
    }
    // It was read, and found out.
    expect(codes).toContain('keychain.corrupt');
  });
});

it.each(acts)('settings that do not fit are a fault of that account alone: %s', async (act) => {
  const current = { settings: { ...settingsOf(box), scopes: 'all' }, fields: {} };
  const error = await failureOf(createTemplateAdapter(box), act, current);
  expect(error).toMatchObject({ code: 'connection.unreadable-settings' });
});
