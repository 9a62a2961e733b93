import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type About,
  type AgentRequest,
  agentHost,
  authorizationHeader,
  readDocumentTarget,
  readTarget,
} from '../../../shared/agent-protocol.ts';
import { channelName } from '../../../shared/channels.ts';
import type { Contract, Reply } from '../../../shared/contract.ts';
import type { ErrorCode, ErrorView } from '../../../shared/result.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { inEnglish } from '../../../shared/words/messages.ts';
import { toErrorView } from '../../diagnostics/error-view.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock, OnLeave } from '../../platform/interfaces.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** What tools and terminals are told is English, whatever is spoken. */
const saidPlainly = (error: ErrorView): string => inEnglish(() => errorLine(error));

/** The calls of whoever shows this token; null for a token that nobody has. */
export type Admit = (token: string) => Dispatcher | null;

type Answer = { readonly status: number; readonly type: string; readonly body: string };

const json = (value: unknown): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});
/** One line for the person at the other end. */
const line = (status: number, text: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${text.replace(/\s+/g, ' ')}\n`,
});
const refused = (status: number, code: ErrorCode): Answer =>
  line(status, saidPlainly(toErrorView(new AppError(code))));

const statusOf = (code: ErrorCode): number => {
  const isFinal = code === 'account.expired' || code === 'organisation.locked';
  if (code.startsWith('consumer.') || isFinal) return 403;
  if (code.startsWith('account.') || code === 'call.invalid-argument') return 404;
  return code === 'call.rate-limited' ? 429 : 503;
};

/** Gives the whole body as text; null when it is larger than the call takes. */
const readBody = async (request: IncomingMessage, maxBodyBytes: number): Promise<string | null> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parseArgument = (body: string): readonly unknown[] | null => {
  if (body === '') return [];
  try {
    return [JSON.parse(body)];
  } catch {
    return null;
  }
};

const tokenOf = (request: IncomingMessage): string =>
  // SDKs send what stands in their settings as it is.
  /^(?:Bearer )?([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** No page and no proxy sends a request of ours: whatever bears such a mark is refused. */
const isFromPage = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined ||
  headers.referer !== undefined ||
  Object.keys(headers).some((name) => name.startsWith('sec-'));

const document = async (
  dispatcher: Dispatcher,
  { kind, account }: Extract<AgentRequest, { readonly account: string }>,
  onLeave: OnLeave,
): Promise<Answer> => {
  const name = kind === 'authorization' ? 'token' : kind;
  const call = dispatcher.calls.get(channelName('tools', name));
  // An assistant has none of them.
  if (call === undefined) return refused(403, 'consumer.not-allowed');
  const reply = await call([{ account }], onLeave);
  if (!reply.ok) return line(statusOf(reply.error.code), saidPlainly(reply.error));
  if (kind !== 'authorization') return json(reply.value);
  const { token } = reply.value as Reply<Contract['tools']['token']>;
  return line(200, authorizationHeader(token));
};

/** Answers one request over the socket; see `agent-protocol.ts`. */
export const answerSocket =
  (about: About, admit: Admit) =>
  async (request: IncomingMessage, onLeave: OnLeave): Promise<Answer> => {
    if (request.headers.host !== agentHost || isFromPage(request))
      return refused(421, 'call.refused');
    const target = readTarget(request.method ?? '', request.url ?? '');
    if (target === null) return refused(404, 'call.invalid-argument');
    if (target.kind === 'about') return json(about);
    const dispatcher = admit(tokenOf(request));
    if (dispatcher === null) return refused(401, 'consumer.unknown');
    if (target.kind !== 'call') return document(dispatcher, target, onLeave);
    const channel = channelName(target.group, target.name);
    const call = dispatcher.calls.get(channel);
    if (call === undefined) return refused(404, 'call.invalid-argument');
    const body = await readBody(request, dispatcher.maxBytesOf(channel));
    const argument = body === null ? null : parseArgument(body);
    if (argument === null) return refused(400, 'call.invalid-argument');
    return json(await call(argument, onLeave));
  };

/** SDKs give up after two seconds, and try again. */
const endpointBoundMs = 1_500;

/**
 * Answers one request over 127.0.0.1: a document, to whoever names this very address and shows a token.
 * What would take longer than SDKs wait is answered with a refusal, and goes on for their next try.
 */
export const answerEndpoint =
  (host: string, admit: Admit, clock: Pick<Clock, 'after'>) =>
  async (request: IncomingMessage, onLeave: OnLeave): Promise<Answer> => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined ||
      (request.headers['content-length'] ?? '0') !== '0';
    if (request.headers.host !== host || isFromPage(request) || hasBody)
      return refused(421, 'call.refused');
    const target = readDocumentTarget(request.method ?? '', request.url ?? '');
    const dispatcher = admit(tokenOf(request));
    if (dispatcher === null) return refused(401, 'consumer.unknown');
    if (target === null) return refused(404, 'call.invalid-argument');
    return new Promise((resolve, reject) => {
      const stopWaiting = clock.after(endpointBoundMs, () => resolve(refused(503, 'agent.busy')));
      document(dispatcher, target, onLeave).then(resolve, reject).finally(stopWaiting);
    });
  };

/** Makes the listener of a server from what answers its requests. Never rejects. */
export const createRequestListener =
  (
    answer: (request: IncomingMessage, onLeave: OnLeave) => Promise<Answer>,
    report: (error: unknown) => void,
  ) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const onLeave: OnLeave = (listener) => {
      response.once('close', () => {
        if (!response.writableEnded) listener();
      });
    };
    try {
      const { status, type, body } = await answer(request, onLeave);
      response.writeHead(status, {
        'content-type': type,
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(body);
    } catch (error) {
      // The caller went away, or the answer could not be made: it gets no half of one.
      report(error);
      response.destroy();
    }
  };
