import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { systemClock } from '../../../electron/platform/clock.ts';
import { keychainServiceName, type Profile } from '../../../electron/platform/paths.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { Keyring } from '../desktop/keyring.ts';
import { answerConsent } from '../oauth/plain-browser.ts';
import { until } from '../processes/processes.ts';
import { ownServerJourneys, startFor } from '../worlds/provider-journeys.ts';
import { startServices } from '../worlds/service-world.ts';
import { selfSignedFor } from './certificates.ts';

/** A TLS server whose certificate nobody signed; the test's process ends it. */
export async function startUntrustedServer() {
  const received: string[] = [];
  let refusals = 0;
  const server = createServer(await selfSignedFor('127.0.0.1'), (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => received.push(chunk.toString()));
  });
  server.on('tlsClientError', () => {
    refusals += 1;
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `https://127.0.0.1:${address.port}`,
    /** What clients sent that took the certificate. */
    received,
    /** Resolves once somebody came, and went on or away. */
    tried: () => until('a client', () => received.length + refusals > 0 || undefined),
  };
}

/**
 * Leaves an account of a server in a profile's list and in its keychain whose access ran out, so that
 * the program asks that server for a new one as soon as it starts.
 */
export async function keepExpiredAccount(
  origin: string,
  keyring: Keyring,
  profile: { readonly kind: Profile['kind']; readonly realPath: string },
): Promise<void> {
  const journey = ownServerJourneys.oauth2;
  if (journey === undefined) throw new Error('no such journey');
  const clock = { ...systemClock, nowEpochMs: () => systemClock.nowEpochMs() - 24 * 3600_000 };
  const provider = await startFor(journey, clock);
  const services = await startServices({
    clock,
    reroute: (url) =>
      url.origin === origin ? new URL(`${url.pathname}${url.search}`, provider.origin) : null,
  });
  services.onVisit((address) => void answerConsent(address, 'approve'));
  const form = Object.entries(journey.form(provider)).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(provider.origin, origin) : value,
  ]);
  const { operationId } = await services.services().handlers.connections.connect({
    providerId: providerIdSchema.parse('oauth2'),
    label: 'Mine',
    input: Object.fromEntries(form),
    draft: null,
  });
  await services.done(operationId);
  await mkdir(profile.realPath, { mode: 0o700 });
  await cp(join(services.folder, 'connections.json'), join(profile.realPath, 'connections.json'));
  for (const [account, text] of services.keytar.items) {
    await keyring.setItem(keychainServiceName(profile), account, text);
  }
  await services.close();
  await provider.close();
}
