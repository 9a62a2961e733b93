import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storxRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import { parseAccessGrant } from '../../../electron/storj/access-grant.ts';
import { toGrantView } from '../../../electron/storj/grant-view.ts';
import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { isListening } from '../../support/network/raw-socket.ts';
import { answerConsent, navigate, pressConsent } from '../../support/oauth/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

let world: StandInWorld;
let app: ServiceWorld;

beforeEach(async () => {
  world = await startWorld({ options: { redirectUris: [...storxRedirectUris] } });
  app = await startServices();
});
afterEach(async () => {
  await app.close();
  await world.close();
});

const storxId = providerIdSchema.parse('storx');

const form = (over: FormInput = {}): FormInput => ({
  clientId: world.client.clientId,
  clientSecret: world.client.clientSecret,
  redirectUris: [...storxRedirectUris],
  scopes: ['read', 'write', 'list', 'delete'],
  bucket: '',
  jwtLifetimeMinutes: 5,
  region: 'us-east-1',
  keepClientSecret: true,
  environment: 'custom',
  integrationUrl: world.storx.integrationUrl,
  accessServiceUrl: world.accessService.url,
  ...over,
});

const connections = () => app.services().handlers.connections;
const operations = () => app.services().handlers.operations;

const start = async (over: FormInput = {}): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: storxId,
      label: 'Work',
      input: form(over),
      draft: null,
    })
  ).operationId;

const approve = (passphrase?: string): void =>
  app.onVisit((address) => void answerConsent(address, 'approve', passphrase));

const accept = async (id: OperationId): Promise<void> => {
  await app.prompt(id, 'review-grant');
  await app.answer(id, { kind: 'accept' });
};

const connect = async (over: FormInput = {}): Promise<ConnectionId> => {
  approve();
  const id = await start(over);
  await accept(id);
  await app.done(id);
  const [connection] = app.snapshot().connections;
  if (connection === undefined) throw new Error('no connection');
  return connection.id;
};

const openPorts = async (): Promise<string[]> => {
  const open = await Promise.all(
    storxRedirectUris.map((uri) => isListening(Number(new URL(uri).port))),
  );
  return storxRedirectUris.filter((_uri, index) => open[index] === true);
};

const revealed = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'secret-access-key' }))
    .value;

describe('a StorX account', () => {
  it('is connected, verified, refreshed, kept over a restart and disconnected', async () => {
    const id = await connect();
    expect(app.connection(id)).toMatchObject({
      state: 'active',
      label: 'Work',
      facts: { s3: { endpoint: world.s3.endpoint }, grant: { permissions: { delete: true } } },
    });
    expect(await openPorts()).toEqual([]);

    await app.done((await connections().verify({ connectionId: id })).operationId);
    expect(app.connection(id)?.verifiedAtEpochSeconds).not.toBeNull();

    const before = await revealed(id);
    await app.done((await connections().refresh({ connectionId: id })).operationId);
    expect(await revealed(id)).not.toBe(before);
    expect(app.opened).toHaveLength(1);

    await app.restart();
    expect(app.connection(id)).toMatchObject({ state: 'active', label: 'Work' });
    await app.done((await connections().verify({ connectionId: id })).operationId);

    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('is copied as its grant for uplink, and shown without it', async () => {
    const connectionId = await connect();
    const { credentials } = app.services().handlers;
    await credentials.copy({ connectionId, format: 'access-grant' });
    const grant = app.clipboard.text;
    expect(toGrantView(parseAccessGrant(grant))).toEqual(app.connection(connectionId)?.facts.grant);
    await credentials.copy({ connectionId, format: 'uplink-import' });
    expect(app.clipboard.text).toBe(` uplink access import Work ${grant}\n`);
    const shown = await credentials.preview({ connectionId, format: 'uplink-import' });
    expect(shown).toEqual({ text: ` uplink access import Work ${'•'.repeat(16)}\n` });
  });

  it('is not connected when the person denies, and leaves nothing', async () => {
    app.onVisit((address) => void answerConsent(address, 'deny'));
    const id = await start();
    expect(await app.ended(id)).toMatchObject({
      status: 'failed',
      error: { code: 'oauth.denied' },
    });
    expect(app.snapshot().connections).toEqual([]);
    expect(await openPorts()).toEqual([]);
  });

  it('L20 is not given up for a page that sends the browser here with junk', async () => {
    app.onVisit(async (address) => {
      for (const junk of ['access_grant=junk', 'access_grant=1abc', 'code=12345678', 'error=boo']) {
        expect((await navigate(`${storxRedirectUris[0]}?${junk}`)).status).toBe(400);
      }
      await answerConsent(address, 'approve');
    });
    const id = await start();
    await accept(id);
    await app.done(id);
  });

  it('is given up when StorX says no more than that it failed', async () => {
    app.onVisit(async () => void (await navigate(`${storxRedirectUris[0]}?error=`)));
    expect((await app.ended(await start())).error?.code).toBe('oauth.provider-error');
  });

  it('is not stored when the person refuses the grant', async () => {
    approve();
    const id = await start();
    const prompt = await app.prompt(id, 'review-grant');
    expect(prompt).toMatchObject({ stateVerified: false, encryptionKeyChanged: false });
    await app.answer(id, { kind: 'refuse' });
    expect(await app.ended(id)).toMatchObject({ error: { code: 'grant.refused-by-person' } });
    expect(world.requests.some(({ path }) => path === '/v1/access')).toBe(false);
  });

  it('L2 opens a port only while it waits, and closes it on cancel', async () => {
    expect(await openPorts()).toEqual([]);
    const id = await start();
    await app.prompt(id, 'browser');
    expect(await openPorts()).toEqual([storxRedirectUris[0]]);
    await operations().cancel({ operationId: id });
    expect(await app.ended(id)).toMatchObject({ status: 'cancelled' });
    expect(await openPorts()).toEqual([]);
  });

  it('takes a pasted address when the redirect cannot arrive', async () => {
    const id = await start();
    await app.prompt(id, 'browser');
    const { location } = await pressConsent(app.opened[0] ?? '', 'approve');
    await operations().submitRedirect({ operationId: id, address: ` "${location}"\n` });
    await accept(id);
    await app.done(id);
  });

  it('signs in again on request and warns of another passphrase', async () => {
    const id = await connect();
    approve('another passphrase');
    const refresh = (await connections().reconnect({ connectionId: id })).operationId;
    expect(await app.prompt(refresh, 'review-grant')).toMatchObject({
      encryptionKeyChanged: true,
    });
    await app.answer(refresh, { kind: 'refuse' });
    await app.ended(refresh);
    expect(app.connection(id)).toMatchObject({ state: 'active' });
  });

  it('K5 waits with the credentials while the keychain is locked', async () => {
    approve();
    const id = await start();
    app.keytar.mode.locked = true;
    await accept(id);
    expect(await app.prompt(id, 'retry-save')).toMatchObject({
      error: { code: 'keychain.locked' },
    });
    expect(app.snapshot().keychain).toMatchObject({ status: 'trouble' });
    app.keytar.mode.locked = false;
    await app.answer(id, { kind: 'accept' });
    await app.done(id);
    expect(app.snapshot().connections).toMatchObject([{ state: 'active' }]);
    expect(app.snapshot().keychain).toMatchObject({ status: 'ready' });
  });

  it('K5 shows nothing of a connect that was given up, and cleans up after it', async () => {
    approve();
    const id = await start();
    await app.prompt(id, 'review-grant');
    app.keytar.mode.locked = true;
    await app.answer(id, { kind: 'accept' });
    await app.prompt(id, 'retry-save');
    await app.answer(id, { kind: 'refuse' });
    expect(await app.ended(id)).toMatchObject({ error: { code: 'keychain.locked' } });
    expect(app.snapshot().connections).toEqual([]);
    app.keytar.mode.locked = false;
    await app.services().handlers.keychain.check();
    await app.restart();
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()]).toEqual(['sentinel']);
  });

  it('K4 keeps disconnecting while the keychain is locked, and finishes after', async () => {
    const id = await connect();
    app.keytar.mode.locked = true;
    const failed = await app.ended(
      (await connections().disconnect({ connectionId: id })).operationId,
    );
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'keychain.locked' } });
    expect(app.connection(id)).toMatchObject({ state: 'disconnecting' });
    app.keytar.mode.locked = false;
    await app.restart();
    app.services().start();
    await app.until(({ connections }) => (connections.length === 0 ? true : undefined));
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('K3 never takes a locked keychain for a missing secret', async () => {
    const id = await connect();
    app.keytar.mode.locked = true;
    await expect(revealed(id)).rejects.toMatchObject({ code: 'keychain.locked' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });

  it('K16 asks for a sign-in when the item was deleted elsewhere, and reconnects', async () => {
    const id = await connect();
    app.keytar.items.delete(id);
    await expect(revealed(id)).rejects.toMatchObject({ code: 'keychain.missing' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: true });
    const again = (await connections().reconnect({ connectionId: id })).operationId;
    await app.prompt(again, 'secret');
    await app.answer(again, { kind: 'secret', value: world.client.clientSecret });
    await accept(again);
    await app.done(again);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });

  it('K22 says when the keychain is another one, and starts over only when told to', async () => {
    const id = await connect();
    app.keytar.items.clear();
    await app.services().handlers.keychain.check();
    expect(app.snapshot().keychain).toMatchObject({
      status: 'trouble',
      error: { code: 'keychain.replaced' },
    });
    await expect(revealed(id)).rejects.toMatchObject({ code: 'keychain.replaced' });
    expect(app.connection(id)).toMatchObject({ state: 'active', needsSignIn: false });
    await app.services().handlers.keychain.adopt();
    expect(app.snapshot().keychain).toMatchObject({ status: 'ready' });
    await expect(revealed(id)).rejects.toMatchObject({ code: 'keychain.missing' });
  });

  it('M21 asks for a sign-in where only the list was brought back, and is kept', async () => {
    await connect();
    await connect();
    const ids = app.snapshot().connections.map((each) => each.id);
    app.keytar.items.clear();
    await app.restart();
    await app.services().handlers.keychain.check();
    const state = () => ids.map((id) => app.connection(id)?.needsSignIn);
    expect(state()).toEqual([false, false]);
    await app.services().handlers.keychain.adopt();
    expect(state()).toEqual([true, true]);
    await app.restart();
    expect(state()).toEqual([true, true]);
  });
});
