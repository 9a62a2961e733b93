import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInTemplates } from '../../../electron/providers/template/catalogue.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { relocateTemplate } from '../../support/oauth/relocate-template.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

let provider: OAuthProvider;
let app: ServiceWorld;

/** Each template that ships, with the provider that stands in for it and what its form needs. */
const cases = [
  ['google-drive', 'google', {}],
  ['dropbox', 'dropbox', {}],
  ['onedrive', 'microsoft', {}],
  ['box', 'box', {}],
  ['pcloud', 'pcloud', {}],
  ['omniport', 'omniport', {}],
  ['jx-solutions', 'jx', {}],
] as const satisfies readonly (readonly [string, keyof typeof oauthProfiles, FormInput])[];
type Name = (typeof cases)[number][0];

const idOf = (name: Name) => providerIdSchema.parse(`${name}-stand-in`);

/** Imports the template with its hosts moved to the stand-in, as a person's own copy of it. */
const startAs = async (name: Name, profile: keyof typeof oauthProfiles): Promise<void> => {
  provider = await startOAuthProvider({ profile: oauthProfiles[profile] });
  const { origin, settings } = provider;
  settings.issuer = origin;
  if (profile === 'pcloud') settings.hostname = new URL(origin).host;
  const template = builtInTemplates.find(({ id }) => id === name);
  if (template?.kind !== 'oauth2') throw new TypeError(`no template ${name}`);
  const moved = relocateTemplate(
    { ...template, id: idOf(name) },
    Object.fromEntries(template.contacts.map((host) => [host, origin])),
  );
  await handlers().providers.importTemplate({ text: JSON.stringify(moved), replace: false });
};

beforeEach(async () => {
  app = await startServices();
});
afterEach(async () => {
  await app.close();
  await provider.close();
});

const handlers = () => app.services().handlers;
const connections = () => handlers().connections;

const formOf = async (name: Name, over: FormInput): Promise<FormInput> => {
  const descriptor = (await handlers().providers.list()).find(({ id }) => id === idOf(name));
  const form: FormInput = {};
  for (const field of descriptor?.fields ?? []) {
    if (field.kind === 'checks' && field.copyable === true) {
      form[field.name] = field.options.map(({ value }) => value);
    } else if (field.kind !== 'secret' && field.initial !== undefined) {
      form[field.name] = field.initial;
    }
  }
  const { clientId, clientSecret } = provider.client;
  const { authorization, token } = provider.endpoints;
  return {
    ...form,
    clientId,
    ...(clientSecret === null ? {} : { clientSecret }),
    ...(name === 'omniport' ? { baseUrl: provider.origin } : {}),
    ...(name === 'jx-solutions' ? { authorizationUrl: authorization, tokenUrl: token } : {}),
    ...over,
  };
};

const start = async (name: Name, over: FormInput = {}): Promise<OperationId> => {
  const input = await formOf(name, over);
  const reply = await connections().connect({
    providerId: idOf(name),
    label: 'Mine',
    input,
    draft: null,
  });
  return reply.operationId;
};

const connect = async (name: Name, over: FormInput = {}): Promise<ConnectionId> => {
  app.onVisit((address) => void answerConsent(address, 'approve'));
  await app.done(await start(name, over));
  const [connection] = app.snapshot().connections;
  if (connection === undefined) throw new Error('no connection');
  return connection.id;
};

const run = async (act: 'refresh' | 'verify' | 'disconnect' | 'reconnect', id: ConnectionId) =>
  app.done((await connections()[act]({ connectionId: id })).operationId);

describe.each(cases)('%s', (name, profile, over) => {
  beforeEach(() => startAs(name, profile));

  it('is connected, renewed, verified, kept over a restart and disconnected', async () => {
    const id = await connect(name, over);
    const { capabilities, facts } = app.connection(id) ?? {};
    if (capabilities?.verify === true) expect(facts?.account).toBe('ada@stand-in.test');
    await app.restart();
    const live = provider.liveGrants();
    expect(live).toBe(1);
    if (capabilities?.refresh === true) {
      expect(facts?.tokens?.renewable).toBe(true);
      await run('refresh', id);
      await run('refresh', id);
    }
    if (capabilities?.verify === true) await run('verify', id);
    await run('reconnect', id);
    expect(app.connection(id)).toMatchObject({
      state: 'active',
      needsSignIn: false,
      problem: null,
    });

    const grants = provider.liveGrants();
    await run('disconnect', id);
    expect(app.snapshot().connections).toEqual([]);
    const revokes = ['google-drive', 'dropbox', 'box'].includes(name);
    expect(provider.liveGrants()).toBe(revokes ? grants - 1 : grants);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('says so when the person refuses, and stores nothing', async () => {
    app.onVisit((address) => void answerConsent(address, 'deny'));
    const ended = await app.ended(await start(name, over));
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'oauth.denied' } });
    expect(app.snapshot().connections).toEqual([]);
  });

  it('asks for a sign-in only when the provider itself says that the tokens are over', async () => {
    const id = await connect(name, over);
    const { refresh, verify } = app.connection(id)?.capabilities ?? {};
    const act = refresh === true ? 'refresh' : 'verify';
    expect(refresh === true || verify === true).toBe(true);
    provider.settings.faultsAt = 'all';
    provider.faults.failNextWith(503);
    const troubled = await app.ended((await connections()[act]({ connectionId: id })).operationId);
    expect(troubled).toMatchObject({ status: 'failed', error: { code: 'server.trouble' } });
    expect(app.connection(id)?.needsSignIn).toBe(false);

    provider.revokeFromOutside();
    const refused = await app.ended((await connections()[act]({ connectionId: id })).operationId);
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'oauth.sign-in-again' } });
    expect(app.connection(id)).toMatchObject({ state: 'active', needsSignIn: true });
    await run('reconnect', id);
    expect(app.connection(id)?.needsSignIn).toBe(false);
  });
});

describe('oidc', () => {
  it('finds everything from the issuer, and names the account by its ID token', async () => {
    provider = await startOAuthProvider({ profile: oauthProfiles.google });
    provider.settings.issuer = provider.origin;
    app.onVisit((address) => void answerConsent(address, 'approve'));
    const { clientId, clientSecret } = provider.client;
    const { operationId } = await connections().connect({
      providerId: providerIdSchema.parse('oidc'),
      label: 'Mine',
      input: {
        issuer: provider.origin,
        registerClient: false,
        clientId,
        clientSecret: clientSecret ?? '',
        authentication: 'client_secret_post',
        keepClientSecret: true,
        useDeviceCode: false,
        redirectPolicy: 'ephemeral-ip',
        scopes: ['email'],
      },
      draft: null,
    });
    await app.done(operationId);
    const [connection] = app.snapshot().connections;
    expect(connection?.facts.account).toBe('ada@stand-in.test');
    expect(app.opened[0]).toMatch(`${provider.endpoints.authorization}?`);
  });
});
