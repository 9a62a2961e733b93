import { assertNever } from '../../../shared/result.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { isSecureOrLoopback } from '../../platform/address-policy.ts';
import type { BrowserOpener, Clock, Random } from '../../platform/interfaces.ts';
import type {
  AuthorizationRequest,
  AuthorizationResult,
  RedirectPolicy,
} from '../authorization.ts';
import type { AnswerKind } from '../redirect/answer-page.ts';
import { judgeRedirect, type RedirectJudgement, type StatePolicy } from '../redirect/judge.ts';
import {
  parsePastedAddress,
  parseRedirectQuery,
  type RedirectParameters,
} from '../redirect/parameters.ts';
import { type PlausibleAnswer, plausibleCode } from '../redirect/plausible-answer.ts';
import { ProviderRedirectError } from '../redirect/provider-error.ts';
import { type LoopbackServer, openLoopbackServer } from '../redirect/server.ts';
import { startDeadline } from './attempt-deadline.ts';

const authorizationTimeoutMs = 10 * 60 * 1000;

/** 256 bits; RFC 6749 section 10.10 asks for 128, and better 160. */
const stateBytes = 32;

/** The standard's code and StorX's for a person who said no. */
const denialCodes: ReadonlySet<string> = new Set(['access_denied', 'REJECTED']);

export type AuthorizationAttempt = {
  /** What the browser is sent to. Bears the state and whatever the provider puts in its URL. */
  readonly url: Secret;
  /** Where the person signs in, to be shown. */
  readonly host: string;
  readonly redirectUri: string;
  readonly deadlineEpochMs: number;
  /** False when the system did not take the URL; then copying it is the way. Never rejects. */
  readonly browserOpened: Promise<boolean>;
  /** Resolves when an answer came that was not used because it bore no state; else never. */
  readonly cameBackWithoutState: Promise<void>;
  /**
   * Settles once, when the port is closed and the sockets are gone. Throws `oauth.denied`,
   * `oauth.timeout`, `operation.cancelled`, `oauth.wrong-issuer`, or a `ProviderRedirectError`.
   */
  readonly result: Promise<AuthorizationResult>;
  /**
   * Takes the address that the person copied from the browser. Throws `oauth.bad-redirect` or
   * `oauth.wrong-state` for one that is of no use, and the wait goes on; `operation.unknown` when
   * the attempt is over.
   */
  readonly submitAddress: (text: string) => void;
  /** Sends the browser to the same URL again; false when that failed or the attempt is over. */
  readonly reopenBrowser: () => Promise<boolean>;
};

type Start = {
  readonly request: AuthorizationRequest;
  readonly browser: BrowserOpener;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
};

/**
 * Starts one round trip through the browser: the listener first, then the URL, then the browser.
 *
 * Throws `oauth.port-in-use`, `oauth.port-reserved`, `operation.cancelled`, what `request.buildUrl`
 * throws, `server.insecure` for a URL that is neither https nor literal loopback, and
 * `server.wrong-host` for one of another page. No port is open after a throw.
 */
export const startAuthorization = async (start: Start): Promise<AuthorizationAttempt> => {
  const { request, browser, clock, signal, timeoutMs = authorizationTimeoutMs } = start;
  if (signal.aborted) throw new AppError('operation.cancelled');

  const state = start.random.token(stateBytes);
  const ending = createEnding();
  const cancel = (): void => ending.fail(new AppError('operation.cancelled'));
  const deadlineEpochMs = clock.nowEpochMs() + timeoutMs;
  const deadline = startDeadline({
    clock,
    timeoutMs,
    onExpired: () => ending.fail(new AppError('oauth.timeout')),
  });
  signal.addEventListener('abort', cancel, { once: true });
  const release = (): void => {
    deadline.stop();
    signal.removeEventListener('abort', cancel);
  };

  let noteMissingState: () => void = () => undefined;
  const cameBackWithoutState = new Promise<void>((resolve) => {
    noteMissingState = resolve;
  });
  let expectedState: string | null = state;
  // Without a state to tell them by, answers that precede the question must not be taken.
  let isAsked = false;
  const isOver = (): boolean => deadline.check() || ending.isOver();
  const take = (
    parameters: RedirectParameters,
    policy: StatePolicy,
    plausible: PlausibleAnswer | null = null,
  ): RedirectJudgement => {
    if (!isAsked || isOver()) return { kind: 'refused', code: 'oauth.bad-redirect' };
    const judgement = judgeRedirect(parameters, {
      state: expectedState,
      policy,
      issuer: request.expectedIssuer ?? null,
      plausible,
    });
    if (judgement.kind === 'accepted') ending.succeed(judgement);
    if (judgement.kind === 'failed') ending.fail(errorOf(judgement.errorCode));
    if (judgement.kind === 'mixed-up') ending.fail(new AppError('oauth.wrong-issuer'));
    return judgement;
  };

  const { resultParameter, redirect, statePolicy, plausible = plausibleCode } = request;
  const further = ['iss', ...(request.keep ?? [])];
  const server = await openServer(redirect, {
    clock,
    acceptsFormPost: request.acceptsFormPost ?? false,
    decide: (text, carrier) => {
      const parameters = parseRedirectQuery(text, resultParameter, further);
      const policy = carrier === 'form' ? 'required' : statePolicy;
      const judgement = take(parameters, policy, plausible);
      const isRefused = judgement.kind === 'refused' && judgement.code === 'oauth.wrong-state';
      if (isRefused && parameters.kind === 'result' && parameters.state === null) {
        noteMissingState();
      }
      return answerFor(judgement);
    },
  }).catch((error: unknown) => {
    release();
    throw error;
  });
  const { redirectUri } = server;
  const result = finish(ending, server, request.keep ?? [], release);

  const url = await buildUrl(request, { redirectUri, state }, ending, result);
  if (request.stateFrom === 'broker') expectedState = url.searchParams.get('state');
  isAsked = true;
  const open = async (): Promise<boolean> =>
    !isOver() && (await openBrowser(browser, url, request.pageHost ?? url.host));

  return {
    url: new Secret(url.href),
    host: url.host,
    redirectUri,
    deadlineEpochMs,
    browserOpened: open(),
    cameBackWithoutState,
    result,
    submitAddress: (text) => {
      if (isOver()) throw new AppError('operation.unknown');
      // A code that the provider shows comes without the state; PKCE binds it to this attempt.
      const takesBareResult = redirect.kind === 'paste';
      const pasted = { redirectUri, resultParameter, further, takesBareResult };
      const policy = takesBareResult ? 'may-be-dropped' : statePolicy;
      const judgement = take(parsePastedAddress(text, pasted), policy);
      if (judgement.kind === 'refused') throw new AppError(judgement.code);
    },
    reopenBrowser: open,
  };
};

/** Where the redirect arrives: at a listener, or in the person's hands. */
const openServer = async (
  redirect: RedirectPolicy,
  options: Omit<Parameters<typeof openLoopbackServer>[0], 'redirectUris'>,
): Promise<LoopbackServer> => {
  switch (redirect.kind) {
    case 'fixed-ports':
      return openLoopbackServer({ ...options, redirectUris: redirect.redirectUris });
    case 'ephemeral': {
      const uri = `http://${redirect.host}:0${redirect.path}`;
      return openLoopbackServer({ ...options, redirectUris: [uri] });
    }
    case 'paste':
      return { redirectUri: redirect.redirectUri ?? '', close: () => Promise.resolve() };
    default:
      return assertNever(redirect);
  }
};

type Success = {
  readonly value: Secret;
  readonly stateVerified: boolean;
  readonly others: Readonly<Record<string, string>>;
};

/**
 * Keeps the first of the ends that race: redirect, pasted address, cancel, timeout, failure. A promise
 * settles once, so those that come later change nothing.
 */
type Ending = {
  readonly isOver: () => boolean;
  readonly succeed: (success: Success) => void;
  readonly fail: (error: unknown) => void;
  readonly promise: Promise<Success>;
};

const createEnding = (): Ending => {
  let isOver = false;
  let resolve: (success: Success) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Success>((onSuccess, onFailure) => {
    resolve = onSuccess;
    reject = onFailure;
  });
  promise.catch(() => undefined);
  return {
    isOver: () => isOver,
    succeed: (success) => {
      isOver = true;
      resolve(success);
    },
    fail: (error) => {
      isOver = true;
      reject(error);
    },
    promise,
  };
};

/** Waits for the end, then cleans up before anyone learns of it. */
const finish = (
  ending: Ending,
  server: LoopbackServer,
  keep: readonly string[],
  release: () => void,
): Promise<AuthorizationResult> => {
  const result = ending.promise
    .finally(() => {
      release();
      return server.close();
    })
    .then(({ value, stateVerified, others }) => ({
      value,
      stateVerified,
      redirectUri: server.redirectUri,
      kept: Object.fromEntries(Object.entries(others).filter(([name]) => keep.includes(name))),
    }));
  // The caller may still be waiting for the browser when the attempt fails.
  result.catch(() => undefined);
  return result;
};

/** Gives up, with the port closed, as soon as the attempt ends or the URL cannot be had. */
const buildUrl = async (
  request: AuthorizationRequest,
  attempt: { readonly redirectUri: string; readonly state: string },
  ending: Ending,
  result: Promise<AuthorizationResult>,
): Promise<URL> => {
  const building = (async () => request.buildUrl(attempt))().then((url) =>
    requirePageHost(url, request.pageHost),
  );
  building.catch(ending.fail);
  const url = await Promise.race([building.catch(() => result), result]);
  if (ending.isOver()) await result;
  if (url instanceof URL) return url;
  throw new AppError('internal');
};

const requirePageHost = (url: URL, pageHost: string | null): URL => {
  const params = { host: url.host };
  if (!isSecureOrLoopback(url)) throw new AppError('server.insecure', { params });
  if (pageHost !== null && url.host !== pageHost) {
    throw new AppError('server.wrong-host', { params });
  }
  return url;
};

const openBrowser = async (
  browser: BrowserOpener,
  url: URL,
  expectedHost: string,
): Promise<boolean> => {
  try {
    return await browser.open(url, expectedHost);
  } catch {
    return false;
  }
};

const errorOf = (errorCode: string): AppError =>
  denialCodes.has(errorCode) ? new AppError('oauth.denied') : new ProviderRedirectError(errorCode);

const answerFor = (judgement: RedirectJudgement): AnswerKind => {
  if (judgement.kind === 'mixed-up') return 'failed';
  if (judgement.kind !== 'failed') return judgement.kind;
  return denialCodes.has(judgement.errorCode) ? 'denied' : 'failed';
};
