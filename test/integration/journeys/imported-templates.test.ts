import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createLedger, type Ledger } from '../../stand-ins/ledger.ts';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { fetchFrom } from '../../support/oauth/fetch-from.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const entry = (key: string, value: string): string => `<key>${key}</key><string>${value}</string>`;
const profile = (...entries: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${entries.join('')}</dict></plist>`;

const keyProfile = profile(
  entry('Protocol', 's3'),
  entry('Vendor', 'example-objects'),
  entry('Description', 'Example Objects'),
  entry('Default Hostname', 'eu.objects.example'),
  entry('Default Port', '9000'),
  entry('Region', 'eu-2'),
  '<key>Properties</key><array><string>s3.bucket.virtualhost.disable=true</string></array>',
  '<key>Disk</key><string>TU0AKgAAGYYAA6AB</string>',
);

const signInProfile = profile(
  entry('Protocol', 'owncloud'),
  entry('Vendor', 'example-drive'),
  entry('Description', 'Example Drive'),
  entry('OAuth Authorization Url', 'https://login.drive.example/authorize'),
  entry('OAuth Token Url', 'https://api.drive.example/token'),
  entry('OAuth Client ID', 'the-other-program'),
  entry('OAuth Redirect Url', 'x-cyberduck-action:oauth'),
  '<key>Scopes</key><array><string>email</string><string>offline_access</string></array>',
);

let app: ServiceWorld;
let ledger: Ledger;
let s3: S3Service;
let provider: OAuthProvider;
let hosts: Set<string>;

beforeEach(async () => {
  hosts = new Set();
  ledger = createLedger('1@satellite.test:7777', Date.now);
  s3 = await startS3Service({ ledger, log: () => {} });
  provider = await startOAuthProvider({ profile: oauthProfiles.oidc });
  app = await startServices({
    reroute: (url) => {
      if (url.hostname.endsWith('drive.example')) hosts.add(url.host);
      return url.hostname === 'login.drive.example'
        ? new URL(`${url.pathname}${url.search}`, provider.origin)
        : null;
    },
    fetch: fetchFrom((url) => {
      hosts.add(url.host);
      return url.host === 'eu.objects.example:9000' ? s3.origin : provider.origin;
    }),
  });
  app.onVisit((address) => void answerConsent(address, 'approve'));
});
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), provider.close()]);
});

const handlers = () => app.services().handlers;

const connect = async (id: string, input: FormInput): Promise<ConnectionId> => {
  const { operationId } = await handlers().connections.connect({
    providerId: providerIdSchema.parse(id),
    label: 'Mine',
    input,
    draft: null,
  });
  const { connectionId } = await app.done(operationId);
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

const run = async (
  act: 'verify' | 'refresh' | 'disconnect',
  connectionId: ConnectionId,
): Promise<void> => {
  await app.done((await handlers().connections[act]({ connectionId })).operationId);
};

const requireNothingOf = (id: ConnectionId): void => {
  expect(app.snapshot().connections).toEqual([]);
  expect([...app.keytar.items.keys()].filter((item) => item.startsWith(id))).toEqual([]);
};

describe('a Cyberduck profile', () => {
  const keys = { accessKeyId: 'EXAMPLEKEY', secretAccessKey: 'example/secret' };

  it('of S3 storage is looked at, imported, connected, used over a restart and disconnected', async () => {
    ledger.addKeys(keys);
    const preview = await handlers().providers.previewTemplate({ text: keyProfile });
    expect(preview).toMatchObject({
      exists: false,
      notMapped: [{ id: 'icon' }],
      descriptor: { name: 'Example Objects', contacts: ['eu.objects.example:9000'] },
    });
    const { providerId } = await handlers().providers.importTemplate({
      text: keyProfile,
      replace: false,
    });
    const id = await connect(providerId, { region: 'eu-2', addressing: 'path', ...keys });
    expect(app.connection(id)?.facts.s3).toMatchObject({
      endpoint: 'https://eu.objects.example:9000',
      region: 'eu-2',
      addressing: 'path',
    });
    await app.restart();
    await run('verify', id);
    expect([...hosts]).toEqual(['eu.objects.example:9000']);
    await run('disconnect', id);
    requireNothingOf(id);
  });

  it('of a sign-in is connected with a client of one’s own, renewed and disconnected', async () => {
    const { providerId } = await handlers().providers.importTemplate({
      text: signInProfile,
      replace: false,
    });
    const { clientId, clientSecret } = provider.client;
    const id = await connect(providerId, {
      clientId,
      clientSecret: clientSecret ?? '',
      authentication: 'client_secret_post',
      keepClientSecret: true,
      redirectPolicy: 'ephemeral-ip',
      scopes: ['email', 'offline_access'],
    });
    expect(app.connection(id)?.facts.tokens?.renewable).toBe(true);
    await app.restart();
    await run('refresh', id);
    expect(provider.tokenRequests.map(({ grantType, refusal }) => [grantType, refusal])).toEqual([
      ['authorization_code', null],
      ['refresh_token', null],
    ]);
    expect([...hosts].sort()).toEqual(['api.drive.example', 'login.drive.example']);
    await run('disconnect', id);
    requireNothingOf(id);
  });

  it('is exported as a template without secrets, removed, and imported again', async () => {
    ledger.addKeys(keys);
    const { importTemplate, exportTemplate, removeTemplate } = handlers().providers;
    const { providerId } = await importTemplate({ text: keyProfile, replace: false });
    const input = { region: 'eu-2', addressing: 'path', ...keys };
    const first = await connect(providerId, input);
    const { fileName } = await exportTemplate({ providerId });
    const text = app.saved.get(fileName ?? '') ?? '';
    expect(JSON.parse(text)).toHaveProperty('id', providerId);
    for (const key of Object.values(keys)) expect(text).not.toContain(key);

    const removed = await removeTemplate({ providerId });
    const ids = (await handlers().providers.list()).map(({ id }) => id);
    expect(ids).not.toContain(providerId);
    // What was connected stays, and can be ended.
    await run('disconnect', first);
    requireNothingOf(first);

    await importTemplate({ text: removed.text, replace: false });
    const again = await connect(providerId, input);
    await run('disconnect', again);
    requireNothingOf(again);
  });
});
