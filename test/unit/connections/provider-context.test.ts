import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOperations, type Operation } from '../../../electron/connections/operations.ts';
import {
  type ContextDependencies,
  createProviderContext,
} from '../../../electron/connections/provider-context.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { HttpRequest } from '../../../electron/platform/interfaces.ts';
import { providerIdSchema } from '../../../shared/ids.ts';

const setUp = () => {
  const requests: HttpRequest[] = [];
  let answerOpener: (opened: boolean) => void = () => {};
  let redirect: (value: string) => void = () => {};
  let loseState: () => void = () => {};
  const missing = new Promise<void>((resolve) => {
    loseState = resolve;
  });
  const dependencies: ContextDependencies = {
    http: async (request) => {
      requests.push(request);
      return { status: 200, headers: new Headers(), body: '' };
    },
    clock: { nowEpochMs: () => 0, monotonicMs: () => 0, after: () => () => {} },
    random: { uuid: randomUUID, token: () => 'token' },
    browser: { open: async () => true },
    mintClientSecret: async () => new Secret('jwt'),
    startAuthorization: async () => ({
      url: new Secret('https://provider.example/'),
      host: 'provider.example',
      redirectUri: 'http://127.0.0.1:28521/callback',
      deadlineEpochMs: 600_000,
      browserOpened: Promise.resolve(true),
      cameBackWithoutState: missing,
      result: new Promise((resolve) => {
        redirect = (value) =>
          resolve({
            value: new Secret(value),
            redirectUri: 'http://127.0.0.1:28521/callback',
            stateVerified: true,
            kept: {},
          });
      }),
      submitAddress: () => {},
      reopenBrowser: () =>
        new Promise((resolve) => {
          answerOpener = resolve;
        }),
    }),
  };
  const operations = createOperations({
    random: { uuid: randomUUID, token: () => 'token' },
    onChange: () => {},
    report: () => null,
  });
  const run = (work: (operation: Operation) => Promise<void>) =>
    operations.start(
      {
        kind: 'connect',
        providerId: providerIdSchema.parse('fake'),
        connectionId: null,
        steps: [],
      },
      work,
    );
  return {
    dependencies,
    operations,
    run,
    requests,
    answerOpener: (opened: boolean) => answerOpener(opened),
    redirect: (value: string) => redirect(value),
    loseState: () => loseState(),
  };
};

const authorization = {
  redirect: { kind: 'fixed-ports', redirectUris: ['http://127.0.0.1:28521/callback'] },
  statePolicy: 'required',
  resultParameter: 'code',
  pageHost: 'provider.example',
  buildUrl: async () => new URL('https://provider.example/'),
} as const;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what an adapter may touch', () => {
  it('is not covered by a browser that opens after the redirect has come', async () => {
    const { dependencies, operations, run, answerOpener, redirect } = setUp();
    const id = run(async (operation) => {
      const context = createProviderContext(dependencies, operation);
      await context.authorize(authorization);
      await context.askSecret('passphrase');
    });
    await turn();
    const reopening = operations.browser(id).reopen();
    redirect('code');
    await turn();
    answerOpener(true);
    await reopening;
    expect(operations.views()[0]?.prompt).toMatchObject({ kind: 'secret' });
    operations.answer(id, operations.views()[0]?.promptId ?? 0, { kind: 'secret', value: 'tree' });
    await operations.ended(id);
  });

  it('says that the browser came back without the state, while it waits', async () => {
    const { dependencies, operations, run, loseState, redirect } = setUp();
    const id = run(async (operation) => {
      await createProviderContext(dependencies, operation).authorize(authorization);
    });
    await turn();
    expect(operations.views()[0]?.prompt).not.toHaveProperty('cameBackWithoutState');
    loseState();
    await turn();
    expect(operations.views()[0]?.prompt).toMatchObject({
      kind: 'browser',
      browserOpened: true,
      cameBackWithoutState: true,
    });
    redirect('code');
    await operations.ended(id);
  });

  it('N6 lets a request that spends a refresh token end, and stops any other', async () => {
    const { dependencies, operations, run, requests } = setUp();
    const url = new URL('https://provider.example/token');
    const id = run(async (operation) => {
      const careful = createProviderContext(dependencies, operation, { finishRequests: true });
      await careful.http({ method: 'POST', url, signal: careful.signal });
      await createProviderContext(dependencies, operation).http({ method: 'GET', url });
    });
    await operations.ended(id);
    expect(requests.map(({ signal }) => signal === undefined)).toEqual([true, false]);
  });

  it('asks nothing while it renews in the background', async () => {
    const { dependencies, operations, run } = setUp();
    const id = run(async (operation) => {
      const background = createProviderContext(dependencies, operation, { interactive: false });
      await background.askSecret('client-secret');
    });
    await expect(operations.ended(id)).rejects.toThrow('oauth.sign-in-again');
  });
});
