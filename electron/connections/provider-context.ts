import { toErrorView } from '../diagnostics/error-view.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { AuthorizationRequest } from '../oauth/authorization.ts';
import type { MintClientSecret } from '../oauth/client/secret-minter.ts';
import type {
  AuthorizationAttempt,
  startAuthorization as StartAuthorization,
} from '../oauth/flow/attempt.ts';
import type { BrowserOpener, Clock, HttpClient, Random } from '../platform/interfaces.ts';
import type { ProviderContext } from '../providers/adapter.ts';
import { type Operation, secretFromAnswer } from './operations.ts';

export type ContextDependencies = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly serverClock?: Pick<Clock, 'nowEpochMs'>;
  readonly random: Random;
  readonly browser: BrowserOpener;
  readonly startAuthorization: typeof StartAuthorization;
  readonly mintClientSecret: MintClientSecret;
};

/** Takes a code pasted by itself for the query that would have brought it. */
const asAddress = (text: string, resultParameter: string): string =>
  resultParameter === 'code' && /^\s*[\w.~/-]+\s*$/.test(text)
    ? `code=${encodeURIComponent(text.trim())}`
    : text;

const authorizeIn =
  (dependencies: ContextDependencies, operation: Operation) =>
  async (request: AuthorizationRequest) => {
    const attempt: AuthorizationAttempt = await dependencies.startAuthorization({
      request,
      browser: dependencies.browser,
      clock: dependencies.clock,
      random: dependencies.random,
      signal: operation.signal,
    });
    let waiting = true;
    let browserOpened = true;
    let cameBackWithoutState = false;
    const show = (): void => {
      // An opener that answers late must not cover what came after the wait.
      if (!waiting) return;
      operation.showBrowser(
        {
          kind: 'browser',
          host: attempt.host,
          redirectUri: attempt.redirectUri,
          deadlineEpochSeconds: Math.floor(attempt.deadlineEpochMs / 1000),
          browserOpened,
          ...(cameBackWithoutState ? { cameBackWithoutState } : {}),
        },
        {
          url: () => attempt.url,
          reopen: async () => {
            browserOpened = await attempt.reopenBrowser();
            show();
          },
          submitAddress: (text) => attempt.submitAddress(asAddress(text, request.resultParameter)),
        },
      );
    };
    operation.step('wait-for-browser');
    show();
    void attempt.browserOpened.then((opened) => {
      if (opened) return;
      browserOpened = false;
      show();
    });
    void attempt.cameBackWithoutState.then(() => {
      cameBackWithoutState = true;
      show();
    });
    try {
      return await attempt.result;
    } finally {
      waiting = false;
      operation.hideBrowser();
    }
  };

export type ContextOptions = {
  /** False asks the person nothing: whatever would, throws `oauth.sign-in-again` instead. */
  readonly interactive?: boolean;
  /** Lets requests under way end by themselves when the operation is cancelled. */
  readonly finishRequests?: boolean;
};

const signalsOf = (
  operation: Operation,
  own: AbortSignal | undefined,
  { finishRequests = false }: ContextOptions,
): AbortSignal | undefined => {
  if (finishRequests) {
    if (operation.signal.aborted) return operation.signal;
    // A caller that passes the operation's own signal on means no more than the default.
    return own === operation.signal ? undefined : own;
  }
  return own === undefined ? operation.signal : AbortSignal.any([own, operation.signal]);
};

const mistaken: readonly string[] = ['not-tls', 'wants-tls'];

/**
 * The server gave no answer about the credentials, or somebody else in its place: a network that looks
 * into TLS, or a page that blocks. Where the person typed the address, a server that spoke otherwise than
 * the address says is no matter of waiting: the address is wrong.
 */
const isOutOfReach = (error: unknown, isAddressTyped: boolean): boolean =>
  (isAppError(
    error,
    'server.unreachable',
    'server.timeout',
    'server.trouble',
    'server.rate-limited',
  ) &&
    !mistaken.includes(String(error.params.reason))) ||
  (!isAddressTyped && isAppError(error, 'server.wrong-host', 'server.invalid-response'));

const asksNothing = (): never => {
  throw new AppError('oauth.sign-in-again');
};

/** Builds what an adapter may touch during one operation. */
export const createProviderContext = (
  dependencies: ContextDependencies,
  operation: Operation,
  options: ContextOptions = {},
): ProviderContext => ({
  ...interactiveContext(dependencies, operation, options),
  ...(options.interactive === false
    ? {
        authorize: async () => asksNothing(),
        review: async () => asksNothing(),
        confirm: async () => asksNothing(),
        askSecret: async () => asksNothing(),
        check: async <T>(run: () => Promise<T>) => ({ found: await run() }),
        showDeviceCode: async () => asksNothing(),
      }
    : {}),
});

const interactiveContext = (
  dependencies: ContextDependencies,
  operation: Operation,
  options: ContextOptions,
): ProviderContext => ({
  http: ({ signal: own, ...request }) => {
    const signal = signalsOf(operation, own, options);
    return dependencies.http(signal === undefined ? request : { ...request, signal });
  },
  clock: dependencies.clock,
  ...(dependencies.serverClock === undefined ? {} : { serverClock: dependencies.serverClock }),
  random: dependencies.random,
  signal: operation.signal,
  step: operation.step,
  authorize: authorizeIn(dependencies, operation),
  mintClientSecret: dependencies.mintClientSecret,
  review: async (question) => {
    operation.step('review-grant');
    const answer = await operation.ask({ kind: 'review-grant', ...question });
    if (answer.kind !== 'accept') throw new AppError('grant.refused-by-person');
  },
  check: async (run, isAddressTyped) => {
    try {
      return { found: await run() };
    } catch (error) {
      if (!isOutOfReach(error, isAddressTyped)) throw error;
      const answer = await operation.ask({ kind: 'keep-unchecked', error: toErrorView(error) });
      if (answer.kind !== 'accept') throw error;
      return null;
    }
  },
  confirm: async (question) => (await operation.ask(question)).kind === 'accept',
  askSecret: async (secret) => secretFromAnswer(await operation.ask({ kind: 'secret', secret })),
  showDeviceCode: async (code, work) => {
    const page = new URL(code.verificationUriComplete ?? code.verificationUri);
    const open = async (): Promise<void> => {
      await dependencies.browser.open(page, new URL(code.verificationUri).host);
    };
    operation.step('wait-for-device');
    operation.showBrowser(
      {
        kind: 'device-code',
        userCode: code.userCode,
        verificationUri: code.verificationUri,
        deadlineEpochSeconds: code.expiresAtEpochSeconds,
      },
      {
        url: () => new Secret(page.href),
        reopen: open,
        submitAddress: () => {
          throw new AppError('oauth.bad-redirect');
        },
      },
    );
    try {
      return await work();
    } finally {
      operation.hideBrowser();
    }
  },
});
