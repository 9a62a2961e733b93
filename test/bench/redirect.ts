import { storxRedirectUris } from '../../electron/providers/redirect-uris.ts';
import { providerIdSchema } from '../../shared/ids.ts';
import type { OperationView, Snapshot } from '../../shared/schemas.ts';
import { startWorld } from '../stand-ins/stand-in-world.ts';
import { navigate, pressConsent } from '../support/oauth/plain-browser.ts';
import { openServices } from './services.ts';
import { type Spread, spreadOf } from './statistics.ts';

export type RedirectTimes = {
  /** From the moment the browser asks for the redirect until the keys are kept, in milliseconds. */
  readonly total: Spread;
  /** The same grant posted to the same stand-in by a plain client, right after. */
  readonly standIn: Spread;
  readonly beyond: Spread;
};

/**
 * Connects accounts with all services and the real keychain, without a window. The person's part,
 * accepting the grant, takes no time here.
 */
export const timeRedirects = async (folder: string, rounds: number): Promise<RedirectTimes> => {
  const world = await startWorld({ options: { redirectUris: [...storxRedirectUris] } });
  let onOpen: (address: string) => void = () => {};
  let onPush: (snapshot: Snapshot) => void = () => {};
  const services = await openServices(folder, {
    onOpen: (address) => onOpen(address),
    onPush: (snapshot) => onPush(snapshot),
  });
  const { connections, operations } = services.handlers;

  const connectOnce = async () => {
    const opened = new Promise<string>((resolve) => {
      onOpen = resolve;
    });
    let accepted = false;
    const ended = new Promise<OperationView>((resolve) => {
      onPush = (snapshot) => {
        const operation = snapshot.operations.at(-1);
        if (operation?.prompt?.kind === 'review-grant' && !accepted) {
          accepted = true;
          const { id: operationId, promptId } = operation;
          void operations.answer({ operationId, promptId, answer: { kind: 'accept' } });
        }
        if (operation !== undefined && operation.status !== 'running') resolve(operation);
      };
    });
    const { operationId } = await connections.connect({
      providerId: providerIdSchema.parse('storx'),
      label: 'Work',
      draft: null,
      input: {
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
      },
    });
    const { location } = await pressConsent(await opened, 'approve');
    if (location === null) throw new Error('the stand-in did not redirect');

    const redirectedMs = performance.now();
    const [operation] = await Promise.all([ended, navigate(location)]);
    const totalMs = performance.now() - redirectedMs;
    if (operation.status !== 'done') throw new Error(`not connected: ${operation.error?.code}`);
    await operations.dismiss({ operationId });

    const grant = new URL(location).searchParams.get('access_grant');
    const postedMs = performance.now();
    const answer = await fetch(world.accessService.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ access_grant: grant, public: false }),
    });
    await answer.json();
    const standInMs = performance.now() - postedMs;
    if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
    return { totalMs, standInMs };
  };

  try {
    await services.connections.checkKeychain();
    await connectOnce();
    const times: Awaited<ReturnType<typeof connectOnce>>[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await connectOnce());
    return {
      total: spreadOf(times.map(({ totalMs }) => totalMs)),
      standIn: spreadOf(times.map(({ standInMs }) => standInMs)),
      beyond: spreadOf(times.map(({ totalMs, standInMs }) => totalMs - standInMs)),
    };
  } finally {
    await services.stop();
    await world.close();
  }
};
