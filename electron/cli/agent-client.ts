import { request } from 'node:http';
import { dirname, join } from 'node:path';
import {
  type About,
  aboutPath,
  agentHost,
  callPath,
  credentialsPathOf,
} from '../../shared/agent-protocol.ts';
import type { Contract, Reply } from '../../shared/contract.ts';
import type { Envelope } from '../../shared/result.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { answersAnewWithinMs } from '../platform/leaving-times.ts';
import { CommandFailure, failure } from './failure.ts';
import { isPrivateFolder, readPrivateLine } from './private-file.ts';

/**
 * How long an answer may take: with nobody to ask, where a person or a provider must answer, and where
 * a person must and then a storage service. Programs that speak MCP wait for a minute.
 */
const boundMs = { prompt: 10_000, patient: 30_000, assisted: 58_000 } as const;
type Patience = keyof typeof boundMs;

const retryMs = 50;

const commandLine = 'command-line';

/** Bounds an answer; the longest is a list of accounts. */
const maxAnswerBytes = 16 * 1024 * 1024;

type Places = {
  readonly socket: string;
  readonly headersFolder: string;
};

type ToolCall = keyof Contract['tools'];
type AssistantCalls = Contract['assistant'];

type Answer = { readonly status: number; readonly body: string };
/** Nobody listens, or who listened has left. */
type Attempt = Answer | 'absent';

type Question = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly patience: Patience;
  /** The consumer that asks; null where no token is needed. */
  readonly consumer: string | null;
  /** Ends the wait; the agent is left and asks the person no more. */
  readonly signal?: AbortSignal;
};

const aboutQuestion: Question = {
  method: 'GET',
  path: aboutPath,
  patience: 'prompt',
  consumer: null,
};

export type AgentClient = {
  readonly about: () => Promise<About>;
  /** Resolves once an agent with a window answers; `start` is called where that is not so yet. */
  readonly untilWindow: (start: () => void) => Promise<void>;
  /** The document of an account, as the agent writes it. */
  readonly credentials: (account: string, consumer?: string) => Promise<string>;
  /** Ends a loan. No agent is started for it: what was lent ended with the one that lent it. */
  readonly takeBack: (loan: string) => Promise<void>;
  readonly call: <Name extends ToolCall>(
    name: Name,
    argument?: unknown,
    consumer?: string,
  ) => Promise<Reply<Contract['tools'][Name]>>;
  /** Has something done for an assistant. */
  readonly assist: <Name extends keyof AssistantCalls>(
    name: Name,
    asked: {
      readonly argument: unknown;
      readonly consumer: string;
      readonly signal: AbortSignal;
    },
  ) => Promise<Envelope<Reply<AssistantCalls[Name]>>>;
};

/** Of these the agent answers from memory; the others may wait for a person or a provider. */
const promptCalls: ReadonlySet<ToolCall> = new Set([
  'list',
  'status',
  'beginDeviceSignIn',
  'cancelDeviceSignIn',
  'inspectGrant',
]);

const callOf = (name: ToolCall, argument?: unknown, consumer = commandLine): Question => ({
  method: 'POST',
  path: callPath('tools', name),
  ...(argument === undefined ? {} : { body: JSON.stringify(argument) }),
  patience: promptCalls.has(name) ? 'prompt' : 'patient',
  consumer,
});

const isAbsence = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(?:ENOENT|ECONNREFUSED|ECONNRESET|EPIPE|ENOTSOCK)$/.test(String(error.code));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks the local agent, and starts it where none listens.
 *
 * Every wait has an end. Rejects with a `CommandFailure`, whose line is for the person.
 */
export const createAgentClient = (
  { socket, headersFolder }: Places,
  startAgent: () => void,
): AgentClient => {
  /** Null where the command line has no token: the agent refuses it, or has yet to begin and make one. */
  const headersFor = async (question: Question): Promise<Record<string, string> | null> => {
    if (question.consumer === null) return {};
    const { consumer } = question;
    const header = await readPrivateLine(join(headersFolder, consumer));
    if (header.kind === 'unsafe') throw failure('unsafe-token');
    if (header.kind === 'absent') {
      // Any other was given once, and taken away: no agent need be started to say so.
      if (consumer !== commandLine) throw new CommandFailure(revokedLine);
      return null;
    }
    return { authorization: header.line.replace(/^authorization:\s*/i, '') };
  };

  const attempt = async (question: Question): Promise<Attempt> => {
    if (process.platform !== 'win32' && !(await isPrivateFolder(dirname(socket))))
      throw failure('unsafe-socket');
    const headers = await headersFor(question);
    const answer = await send(socket, question, headers ?? {});
    // An agent that has just begun made the token before it listened.
    const wasEarly =
      headers === null && answer !== 'absent' && (await headersFor(question)) !== null;
    return wasEarly ? attempt(question) : answer;
  };

  /** Asks until the answer is taken; starts a program after the first one that is not. */
  const askUntil = async (
    question: Question,
    isTaken: (answer: Answer) => boolean,
    start: () => void,
  ): Promise<Answer> => {
    const endMs = performance.now() + answersAnewWithinMs;
    for (let isFirst = true; ; isFirst = false) {
      const answer = await attempt(question);
      if (answer !== 'absent' && isTaken(answer)) return answer;
      if (isFirst) start();
      if (performance.now() > endMs) throw failure('not-running');
      await pause(retryMs);
    }
  };
  const ask = (question: Question): Promise<Answer> =>
    askUntil(question, (answer) => !isLeaving(answer), startAgent);

  return {
    about: async () => parse(await ask(aboutQuestion)) as About,
    untilWindow: async (startWindow) => {
      await askUntil(aboutQuestion, (answer) => (parse(answer) as About).window, startWindow);
    },
    credentials: async (account, consumer = commandLine) => {
      const path = credentialsPathOf(account);
      const answer = await ask({ method: 'GET', path, patience: 'patient', consumer });
      if (answer.status !== 200) throw refusal(answer);
      return answer.body.endsWith('\n') ? answer.body : `${answer.body}\n`;
    },
    takeBack: async (loan) => {
      await attempt(callOf('takeBack', { loan }));
    },
    call: async <Name extends ToolCall>(name: Name, argument?: unknown, consumer?: string) => {
      const answer = await ask(callOf(name, argument, consumer));
      const envelope = parse(answer) as Envelope<Reply<Contract['tools'][Name]>>;
      if (!envelope.ok) throw new CommandFailure(errorLine(envelope.error));
      return envelope.value;
    },
    assist: async <Name extends keyof AssistantCalls>(
      name: Name,
      { argument, consumer, signal }: { argument: unknown; consumer: string; signal: AbortSignal },
    ) => {
      const answer = await ask({
        method: 'POST',
        path: callPath('assistant', name),
        body: JSON.stringify(argument),
        patience: 'assisted',
        consumer,
        signal,
      });
      return parse(answer) as Envelope<Reply<AssistantCalls[Name]>>;
    },
  };
};

const send = (
  socketPath: string,
  { method, path, body = '', patience, signal }: Question,
  headers: Readonly<Record<string, string>>,
): Promise<Attempt> =>
  new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        method,
        path,
        headers: {
          host: agentHost,
          ...headers,
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
          'content-length': String(Buffer.byteLength(body)),
        },
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          parts.push(part);
          if (size > maxAnswerBytes) end(() => reject(failure('unreadable-answer')));
        });
        response.on('error', (error) => end(() => reject(failure('lost-answer', error))));
        response.on('end', () => {
          const answer = {
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
          };
          end(() => resolve(answer));
        });
      },
    );
    const timer = setTimeout(() => end(() => reject(failure('no-answer'))), boundMs[patience]);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      asked.destroy();
    };
    asked.on('error', (error) => {
      end(() => (isAbsence(error) ? resolve('absent') : reject(failure('failed', error))));
    });
    asked.end(body);
  });

const parse = (answer: Answer): unknown => {
  if (answer.status !== 200) throw refusal(answer);
  try {
    return JSON.parse(answer.body);
  } catch (error) {
    throw failure('unreadable-answer', error);
  }
};

/** What is no envelope is one line of plain text. */
const refusal = ({ body }: Answer): CommandFailure =>
  body.trim() === '' ? failure('unreadable-answer') : new CommandFailure(body.trim());

/** It gives way to another, which will answer. */
const isLeaving = ({ status, body }: Answer): boolean =>
  status === 503
    ? body.trim() === leavingLine
    : status === 200 && body.startsWith('{"ok":false') && body.includes('"agent.leaving"');

const leavingLine = errorLine({ code: 'agent.leaving', params: {} });
const revokedLine = errorLine({ code: 'consumer.unknown', params: {} });
