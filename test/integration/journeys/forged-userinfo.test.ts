import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import { navigate } from '../../support/oauth/plain-browser.ts';
import { startTinyIssuer, type TinyIssuer, tinyClient } from '../../support/oauth/tiny-issuer.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

let issuer: TinyIssuer;
let app: ServiceWorld;

beforeEach(async () => {
  issuer = await startTinyIssuer({ nowEpochMs: Date.now });
  app = await startServices();
  app.onVisit((address) => {
    void navigate(address).then(({ location }) => navigate(location ?? ''));
  });
});
afterEach(async () => {
  await app.close();
  await issuer.close();
});

const connections = () => app.services().handlers.connections;

const begin = async (): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse('oidc'),
      label: 'Mine',
      input: {
        issuer: issuer.issuer,
        registerClient: false,
        clientId: tinyClient.id,
        clientSecret: tinyClient.secret,
        authentication: 'client_secret_basic',
        keepClientSecret: true,
        useDeviceCode: false,
        redirectPolicy: 'ephemeral-ip',
        scopes: ['email'],
      },
      draft: null,
    })
  ).operationId;

const verify = async (connectionId: ConnectionId) =>
  app.ended((await connections().verify({ connectionId })).operationId);

const refused = {
  status: 'failed',
  error: { code: 'oauth.invalid-id-token', params: { reason: 'userinfo' } },
};

describe('a signed description of the account', () => {
  const forgeries: readonly (readonly [string, JWTPayload, boolean])[] = [
    ['signed by a stranger', {}, true],
    ['of another issuer', { iss: 'https://issuer.example' }, false],
    ['for another client', { aud: 'another client' }, false],
    ['of another person', { sub: 'mallory' }, false],
  ];

  it.each(forgeries)(
    'names no connection when it is %s',
    async (_, userinfoClaims, userinfoByStranger) => {
      issuer.set({
        userinfoClaims: { email: 'forged@userinfo.test', ...userinfoClaims },
        userinfoByStranger,
      });
      expect(await app.ended(await begin())).toMatchObject(refused);
      expect(app.snapshot().connections).toEqual([]);
      expect(app.keytar.items.size).toBeLessThanOrEqual(1);

      issuer.set({ userinfoClaims: {}, userinfoByStranger: false });
      const { connectionId } = await app.done(await begin());
      if (connectionId === null) throw new Error('no connection');
      expect(app.connection(connectionId)?.facts.account).toBe('alice@userinfo.test');
      expect(await verify(connectionId)).toMatchObject({ status: 'done' });

      issuer.set({
        userinfoClaims: { email: 'forged@userinfo.test', ...userinfoClaims },
        userinfoByStranger,
      });
      expect(await verify(connectionId)).toMatchObject(refused);
      expect(app.connection(connectionId)).toMatchObject({
        facts: { account: 'alice@userinfo.test' },
        needsSignIn: false,
      });
    },
  );
});
