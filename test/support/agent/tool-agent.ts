import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgentServer } from '../../../electron/api/agent/server.ts';
import { createDispatcher } from '../../../electron/api/dispatcher.ts';
import type { Handlers, ToolHandlers } from '../../../electron/api/handlers/index.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { channels } from '../../../shared/channels.ts';
import { quietLogger } from '../fakes/logger.ts';

export type ToolCalls = Partial<ToolHandlers['tools']>;

export type ToolAgent = {
  /** Whose token came with each request; null for one that nobody has. */
  readonly askedBy: readonly (string | null)[];
  readonly close: () => Promise<void>;
};

const nobodyAsks = (): never => {
  throw new Error('this call is none of a tool');
};
const app: Handlers['app'] = {
  snapshot: nobodyAsks,
  info: nobodyAsks,
  openLink: nobodyAsks,
  openPlace: nobodyAsks,
  restart: nobodyAsks,
};

const unanswered = (name: string) => (): never => {
  throw new Error(`nobody said what ${name} answers`);
};

/** Starts the agent's own server where a profile's agent listens, with the given answers of tools. */
export async function startToolAgent(
  profileFolder: string,
  calls: ToolCalls,
  consumers: readonly string[] = ['command-line'],
): Promise<ToolAgent> {
  const { socket, headersFolder } = agentPaths(profileFolder, process.platform);
  await mkdir(headersFolder, { recursive: true, mode: 0o700 });
  const tokens = new Map(
    consumers.map((name) => [randomBytes(32).toString('base64url'), name] as const),
  );
  for (const [token, name] of tokens)
    await writeFile(join(headersFolder, name), `Authorization: Bearer ${token}\n`, { mode: 0o600 });

  const names = Object.keys(channels.tools) as readonly (keyof ToolCalls)[];
  const silent = Object.fromEntries(names.map((name) => [name, unanswered(name)]));
  const dispatcher = createDispatcher({
    caller: 'agent',
    handlers: { app, tools: { ...silent, ...calls } as ToolHandlers['tools'] },
    logger: quietLogger,
    clock: systemClock,
    random: { uuid: () => 'incident' },
  });
  const askedBy: (string | null)[] = [];
  const server = await startAgentServer({
    path: socket,
    platform: process.platform,
    about: { version: '9.9.9', window: false },
    admit: (token) => {
      const consumer = tokens.get(token) ?? null;
      askedBy.push(consumer);
      return consumer === null ? null : dispatcher;
    },
    logger: quietLogger,
    clock: systemClock,
  });
  return { askedBy, close: server.stop };
}
