import type { AuthorizationRequest } from '../../../electron/oauth/authorization.ts';
import {
  type AuthorizationAttempt,
  startAuthorization,
} from '../../../electron/oauth/flow/attempt.ts';
import type { Clock, Random } from '../../../electron/platform/interfaces.ts';
import { createClock } from '../fakes/clock.ts';
import { createRandom } from '../fakes/random.ts';
import { freePort } from '../network/raw-socket.ts';

export type StartedAttempt = {
  readonly attempt: AuthorizationAttempt;
  readonly port: number;
  readonly state: string;
  readonly opened: readonly string[];
  readonly cancel: () => void;
};

type Options = {
  readonly request?: Partial<AuthorizationRequest>;
  readonly ports?: readonly number[];
  readonly clock?: Clock;
  readonly random?: Random;
  readonly open?: (url: URL, expectedHost: string) => Promise<boolean>;
  readonly timeoutMs?: number;
};

/** Starts a real attempt on a free port with a browser that only notes what it was asked to open. */
export const startAttempt = async (options: Options = {}): Promise<StartedAttempt> => {
  const ports = options.ports ?? [await freePort()];
  const controller = new AbortController();
  const opened: string[] = [];
  const attempt = await startAuthorization({
    request: {
      redirect: {
        kind: 'fixed-ports',
        redirectUris: ports.map((port) => `http://127.0.0.1:${port}/callback`),
      },
      statePolicy: 'required',
      resultParameter: 'code',
      pageHost: 'provider.example',
      buildUrl: async ({ redirectUri, state }) => {
        const url = new URL('https://provider.example/authorize');
        url.searchParams.set('redirect_uri', redirectUri);
        url.searchParams.set('state', state);
        return url;
      },
      ...options.request,
    },
    browser: {
      open: (url, expectedHost) => {
        opened.push(url.href);
        return options.open?.(url, expectedHost) ?? Promise.resolve(true);
      },
    },
    clock: options.clock ?? createClock(),
    random: options.random ?? createRandom(),
    signal: controller.signal,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  return {
    attempt,
    port: attempt.redirectUri === '' ? 0 : Number(new URL(attempt.redirectUri).port),
    state: new URL(attempt.url.expose()).searchParams.get('state') ?? '',
    opened,
    cancel: () => controller.abort(),
  };
};

/** The code of the error that a promise rejects with; fails the test when it resolves. */
export const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  throw new Error('resolved, but should have been refused');
};
