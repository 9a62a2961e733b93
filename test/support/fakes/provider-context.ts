import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { AuthorizationRequest } from '../../../electron/oauth/authorization.ts';
import { createClientSecretMinter } from '../../../electron/oauth/client/secret-minter.ts';
import type {
  HttpClient,
  HttpRequest,
  HttpResponse,
} from '../../../electron/platform/interfaces.ts';
import type { ProviderContext } from '../../../electron/providers/adapter.ts';
import type { GrantView, StepId } from '../../../shared/schemas.ts';

type Question = Parameters<ProviderContext['review']>[0];
type Confirmation = Parameters<ProviderContext['confirm']>[0];

/** Scripts what the outside answers one adapter, and records what the adapter did. */
type FakeContext = {
  readonly context: ProviderContext;
  readonly steps: StepId[];
  readonly opened: URL[];
  readonly requests: HttpRequest[];
  readonly reviewed: Question[];
  readonly asked: string[];
  readonly confirmed: Confirmation[];
};

export type Script = {
  readonly nowEpochMs?: number;
  /** The redirect's value, or the error it ends with. */
  readonly redirect?:
    | {
        readonly value: string;
        readonly stateVerified?: boolean;
        readonly kept?: Readonly<Record<string, string>>;
      }
    | Error;
  readonly http?: (request: HttpRequest) => Partial<HttpResponse> | Error;
  readonly accept?: (grant: GrantView) => boolean;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What is asked is said yes to, unless this says otherwise. */
  readonly confirm?: (question: Confirmation) => boolean;
};

export const jsonReply = (body: unknown, status = 200): Partial<HttpResponse> => ({
  status,
  headers: new Headers({ 'content-type': 'application/json' }),
  body: JSON.stringify(body),
});

export const createScriptedContext = (script: Script): FakeContext => {
  const fake: Omit<FakeContext, 'context'> = {
    steps: [],
    opened: [],
    requests: [],
    reviewed: [],
    asked: [],
    confirmed: [],
  };
  const http: HttpClient = async (request) => {
    fake.requests.push(request);
    const reply = script.http?.(request) ?? new AppError('server.unreachable');
    if (reply instanceof Error) throw reply;
    return { status: 200, headers: new Headers(), body: '', ...reply };
  };
  const authorize = async (request: AuthorizationRequest) => {
    const { redirect: policy } = request;
    const redirectUri =
      policy.kind === 'fixed-ports'
        ? (policy.redirectUris[0] ?? '')
        : policy.kind === 'ephemeral'
          ? `http://${policy.host}:50123${policy.path}`
          : (policy.redirectUri ?? '');
    fake.opened.push(await request.buildUrl({ redirectUri, state: 'the-state' }));
    const { redirect } = script;
    if (redirect === undefined) throw new AppError('oauth.timeout');
    if (redirect instanceof Error) throw redirect;
    return {
      value: new Secret(redirect.value),
      redirectUri,
      stateVerified: redirect.stateVerified ?? false,
      kept: redirect.kept ?? {},
    };
  };
  const nowEpochMs = (): number => script.nowEpochMs ?? 1_800_000_000_000;
  return {
    ...fake,
    context: {
      mintClientSecret: createClientSecretMinter({ nowEpochMs }),
      http,
      authorize,
      clock: {
        nowEpochMs,
        monotonicMs: () => 0,
        after: (_delayMs, callback) => {
          queueMicrotask(callback);
          return () => {};
        },
      },
      random: { uuid: () => 'uuid', token: () => 'token' },
      signal: new AbortController().signal,
      step: (id) => void fake.steps.push(id),
      showDeviceCode: (_code, work) => work(),
      review: async (question) => {
        fake.reviewed.push(question);
        if (script.accept?.(question.grant) === false) {
          throw new AppError('grant.refused-by-person');
        }
      },
      check: async (run) => ({ found: await run() }),
      confirm: async (question) => {
        fake.confirmed.push(question);
        return script.confirm?.(question) ?? true;
      },
      askSecret: async (secret) => {
        fake.asked.push(secret);
        const answer = script.secrets?.[secret];
        if (answer === undefined) throw new AppError('operation.cancelled');
        return new Secret(answer);
      },
    },
  };
};
