import { afterEach, describe, expect, it } from 'vitest';
import { type Connected, startConnected } from './connected.ts';

let connected: Connected;
afterEach(() => connected.close());

const never = new Promise<never>(() => {});
const refreshes = () =>
  connected.provider.tokenRequests.filter(({ grantType }) => grantType === 'refresh_token');

/** Refreshes, and dies when the keychain is called like this: before the call, or right after it. */
const dieAt = async (call: string, when: 'before' | 'after'): Promise<void> => {
  const { app, connections, id } = connected;
  let isReached = false;
  const reached = new Promise<void>((resolve) => {
    app.keytar.onCall((each) => {
      if (isReached) return never;
      if (each !== call) return;
      isReached = when === 'after';
      resolve();
      return when === 'before' ? never : undefined;
    });
  });
  await connections().refresh({ connectionId: id });
  await reached;
  // What comes after the call is held by the next one: every write is read back.
  await app.crash();
  app.keytar.onCall(() => {});
  await app.services().connections.checkKeychain();
};

describe('a refresh token that the server replaces', () => {
  it('N6 lost in a crash before it was stored: the old one is kept, tried, and then a sign-in is asked for', async () => {
    connected = await startConnected({ journey: 'box' });
    const before = connected.items();
    await dieAt(`set ${connected.id}`, 'before');
    expect(refreshes()).toEqual([{ grantType: 'refresh_token', refusal: null }]);
    expect(connected.items()).toEqual(before);
    expect(connected.app.connection(connected.id)).toMatchObject({
      state: 'active',
      needsSignIn: false,
    });

    expect(await connected.refresh()).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(refreshes().at(-1)).toEqual({ grantType: 'refresh_token', refusal: 'refresh-token' });
    expect(connected.app.connection(connected.id)).toMatchObject({ needsSignIn: true });
    expect(connected.items()).toEqual(before);
  });

  it('N6 lost in a crash where the server takes the old one too: nothing is asked of the person', async () => {
    connected = await startConnected({ journey: 'onedrive' });
    const before = connected.items();
    await dieAt(`set ${connected.id}`, 'before');
    expect(connected.items()).toEqual(before);
    expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
    expect(connected.items()).not.toEqual(before);
  });

  it('N6 stored, but the crash came before the list knew: the new one is used', async () => {
    connected = await startConnected({ journey: 'box' });
    const before = connected.items();
    await dieAt(`set ${connected.id}`, 'after');
    expect(connected.items()).not.toEqual(before);
    expect(connected.app.connection(connected.id)).toMatchObject({ state: 'active' });
    expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
  });

  it('N6 refreshed by everybody at once: one request', async () => {
    connected = await startConnected({ journey: 'box' });
    const { app, connections, id } = connected;
    const first = await connections().refresh({ connectionId: id });
    const asks: readonly (() => unknown)[] = [
      () => connections().refresh({ connectionId: id }),
      () => connections().verify({ connectionId: id }),
      () => connections().reconnect({ connectionId: id }),
      () => app.services().connections.renewInBackground(id),
    ];
    for (const ask of asks) {
      await expect((async () => ask())()).rejects.toMatchObject({ code: 'connection.busy' });
    }
    await app.done(first.operationId);
    expect(refreshes()).toHaveLength(1);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
  });

  it('N6 copied while it is being renewed: still one request', async () => {
    let skewMs = 0;
    connected = await startConnected({ journey: 'box', skewMs: () => skewMs });
    const { app, id } = connected;
    skewMs = 2 * 3600 * 1000;
    const copy = () =>
      app.services().handlers.credentials.copy({ connectionId: id, format: 'access-token' });
    await Promise.all([copy(), copy(), copy()]);
    expect(refreshes()).toHaveLength(1);
  });
});

describe('a server that refuses once', () => {
  it.each([-24 * 3600, 24 * 3600])(
    'N7 with invalid_grant while the clock is %i s off: the secret stays and works again',
    async (seconds) => {
      let skewMs = 0;
      connected = await startConnected({ journey: 'box', skewMs: () => skewMs });
      const before = connected.items();
      skewMs = seconds * 1000;
      connected.provider.failNextTokenWith('invalid_grant');
      expect(await connected.refresh()).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
      expect(connected.items()).toEqual(before);

      await connected.app.restart();
      expect(connected.items()).toEqual(before);
      skewMs = 0;
      expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
      expect(connected.app.connection(connected.id)).toMatchObject({
        needsSignIn: false,
        problem: null,
      });
    },
  );
});
