import type { IncomingMessage, ServerResponse } from 'node:http';
import { type About, agentHost, readTarget } from '../../../shared/agent-protocol.ts';
import { channelName } from '../../../shared/channels.ts';
import type { Envelope, ErrorCode } from '../../../shared/result.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { toErrorView } from '../../diagnostics/error-view.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Dispatcher } from '../dispatcher.ts';

const maxBodyBytes = 64 * 1024;

/** The calls of whoever shows this token; null for a token that nobody has. */
export type Admit = (token: string) => Dispatcher | null;

type Reply = { readonly status: number; readonly type: string; readonly body: string };

const json = (value: unknown): Reply => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});
/** One line for the person at the other end. */
const line = (status: number, text: string): Reply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${text.replace(/\s+/g, ' ')}\n`,
});
const refused = (status: number, code: ErrorCode): Reply =>
  line(status, errorLine(toErrorView(new AppError(code))));

const statusOf = (code: ErrorCode): number => {
  if (code.startsWith('consumer.')) return 403;
  if (code.startsWith('account.') || code === 'call.invalid-argument') return 404;
  return code === 'call.rate-limited' ? 429 : 503;
};

/** Gives the whole body as text; null when it is larger than any call takes. */
const readBody = async (request: IncomingMessage): Promise<string | null> => {
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
  /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** No page and no proxy sends a request of ours: whatever bears such a mark is refused. */
const isFromPage = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined ||
  headers.referer !== undefined ||
  Object.keys(headers).some((name) => name.startsWith('sec-'));

/** Answers one request of the agent's protocol; see `agent-protocol.ts`. */
const answer = async (request: IncomingMessage, about: About, admit: Admit): Promise<Reply> => {
  if (request.headers.host !== agentHost || isFromPage(request))
    return refused(421, 'call.refused');
  const target = readTarget(request.method ?? '', request.url ?? '');
  if (target === null) return refused(404, 'call.invalid-argument');
  if (target.kind === 'about') return json(about);
  const dispatcher = admit(tokenOf(request));
  if (dispatcher === null) return refused(401, 'consumer.unknown');

  if (target.kind === 'credentials') {
    const call = dispatcher.calls.get(channelName('tools', 'credentials'));
    const reply = (await call?.({ account: target.account })) as Envelope<unknown>;
    return reply.ok ? json(reply.value) : line(statusOf(reply.error.code), errorLine(reply.error));
  }
  const call = dispatcher.calls.get(channelName(target.group, target.name));
  if (call === undefined) return refused(404, 'call.invalid-argument');
  const body = await readBody(request);
  const argument = body === null ? null : parseArgument(body);
  if (argument === null) return refused(400, 'call.invalid-argument');
  return json(await call(...argument));
};

/** Makes the listener of the agent's server. Never rejects. */
export const createRequestListener =
  (about: About, admit: Admit, report: (error: unknown) => void) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { status, type, body } = await answer(request, about, admit);
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
