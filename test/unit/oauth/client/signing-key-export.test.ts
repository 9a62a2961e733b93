import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { clientCredentialsOf } from '../../../../electron/oauth/client/authentication.ts';
import type { SigningAlgorithm } from '../../../../electron/oauth/client/signing-key.ts';
import { asAuthorizationServer, asClient } from '../../../../electron/oauth/oauth4webapi.ts';
import { createClock } from '../../../support/fakes/clock.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';

afterEach(() => vi.restoreAllMocks());

const keys: readonly (readonly [SigningAlgorithm, KeyObject])[] = [
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['EdDSA', generateKeyPairSync('ed25519').privateKey],
];
/** Where Node keeps the method for private keys. */
const exporting = Object.getPrototypeOf(keys[0]?.[1]) as KeyObject;

const texts = keys.flatMap(([algorithm, key]) => [
  ['PEM', algorithm, key.export({ type: 'pkcs8', format: 'pem' }).toString()] as const,
  ['JWK', algorithm, JSON.stringify(key.export({ format: 'jwk' }))] as const,
]);

describe('a key that was imported to sign with', () => {
  it.each(texts)(
    'N11 %s, %s: nothing ever brings it into a form that could be read',
    async (_, algorithm, text) => {
      const { subtle } = globalThis.crypto;
      const importKey = vi.spyOn(subtle, 'importKey');
      const forbidden = [
        vi.spyOn(subtle, 'exportKey'),
        vi.spyOn(subtle, 'wrapKey'),
        vi.spyOn(KeyObject, 'from'),
        vi.spyOn(exporting, 'export'),
      ];
      const clock = createClock();
      const client = clientWith({
        kind: 'private_key_jwt',
        key: new Secret(text),
        algorithm,
        keyId: null,
      });
      const authenticate = await clientCredentialsOf(client, clock);
      const server = asAuthorizationServer(serverAt(new URL('https://as.example')));
      const body = new URLSearchParams();
      await authenticate(server, asClient(client, clock), body, new Headers());
      expect(body.get('client_assertion')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

      expect(importKey).toHaveBeenCalledTimes(1);
      const [, , , extractable, usages] = importKey.mock.calls[0] ?? [];
      expect([extractable, usages]).toEqual([false, ['sign']]);
      for (const each of forbidden) expect(each).not.toHaveBeenCalled();
    },
  );
});
