import { canBeGiven } from '../../shared/connection-rules.ts';
import type { Contract, ParsedArgument, Reply } from '../../shared/contract.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView, ToolPaste } from '../../shared/schemas.ts';
import { AppError } from '../diagnostics/errors.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import { type Consumers, commandLineHandle } from './consumers.ts';
import { lacks } from './credential-gate.ts';
import { toProfileName } from './quoting.ts';
import type { ToolPastes } from './tool-pastes.ts';

type Give = Contract['consumers']['give'];

/** The longest handle is 64 characters; the rest is for what tells equal ones apart. */
const maxBaseLength = 58;

/** Makes a handle of a tool's name: safe as a file's name, and none of those that are taken. */
export const handleFor = (name: string, taken: readonly string[]): string => {
  const base =
    toProfileName(name)
      .slice(0, maxBaseLength)
      .replace(/^[^A-Za-z0-9]+/, '') || 'tool';
  // Some systems take both cases for one.
  const known = new Set([commandLineHandle, ...taken].map((each) => each.toLowerCase()));
  let handle = base;
  for (let number = 2; known.has(handle.toLowerCase()); number += 1) handle = `${base}-${number}`;
  return handle;
};

/**
 * The settings of an assistant's program, as most of them take them. They name this program by its path,
 * for what starts from a desktop has no PATH of a terminal.
 */
const mcpServer = (program: readonly string[], handle: string): ToolPaste => {
  const [command = '', ...args] = program;
  const stowkey = { command, args: [...args, '--', 'mcp', handle] };
  const text = JSON.stringify({ mcpServers: { stowkey } }, null, 2);
  return { kind: 'mcp-server', connectionId: null, text };
};

/** Gives tools accounts by the person's word, and says what makes a tool use them: no secret is in it. */
export const createToolAccess = (dependencies: {
  readonly consumers: Pick<Consumers, 'all' | 'give' | 'revoke'>;
  readonly connections: () => readonly ConnectionView[];
  /** The names that profiles of AWS tools ask by, those without access as well. */
  readonly profileNames: () => Promise<readonly string[]>;
  /** Gives the port. */
  readonly openEndpoint: () => Promise<number>;
  /** What is pasted on this system. */
  readonly pastes: ToolPastes;
  /** What starts a command of this very program, up to the `--`. */
  readonly program: readonly string[];
  /** Sees to it that what profiles run is there. */
  readonly writeScript: () => Promise<void>;
}) => {
  const { consumers, connections, profileNames, openEndpoint, pastes } = dependencies;
  const inTurn = createSerialQueue();

  const give = async (wanted: ParsedArgument<Give>): Promise<Reply<Give>> => {
    const { name, rule, assistant } = wanted;
    // What an assistant asks for is in no document of the endpoint.
    const usesEndpoint = wanted.usesEndpoint && assistant === null;
    const connectionIds = [...new Set(wanted.connectionIds)];
    for (const id of connectionIds) {
      const found = connections().find((each) => each.id === id);
      if (found === undefined) throw new AppError('connection.unknown');
      const isFit = assistant === null ? canBeGiven(found) : found.facts.s3 !== null;
      if (!isFit) throw lacks('account.without-s3-keys', found);
    }
    const hasKeys = (id: ConnectionId): boolean =>
      connections().some((each) => each.id === id && each.facts.s3 !== null);
    const handles = consumers.all().map((each) => each.handle);
    const handle = handleFor(name, [...handles, ...(await profileNames())]);
    if (!usesEndpoint && assistant === null) await dependencies.writeScript();
    const { headerFile, tokenFile } = await consumers.give({
      name,
      handle,
      connectionIds,
      rule,
      usesEndpoint,
      assistant,
    });
    if (assistant !== null) return { handle, pastes: [mcpServer(dependencies.program, handle)] };
    const accounts = connectionIds.map((id) => ({ id, hasKeys: hasKeys(id) }));
    const tool = { handle, headerFile };
    if (tokenFile === null) {
      const isOnly = accounts.length === 1;
      const overSocket = (account: (typeof accounts)[number]) =>
        pastes.overSocket(account, { ...tool, isOnly });
      return { handle, pastes: accounts.flatMap(overSocket) };
    }
    try {
      const origin = `http://127.0.0.1:${await openEndpoint()}`;
      const overEndpoint = (account: (typeof accounts)[number]) =>
        pastes.overEndpoint(account, { ...tool, tokenFile, origin });
      return { handle, pastes: accounts.flatMap(overEndpoint) };
    } catch (error) {
      // Nobody was told of it, so nobody would miss it.
      await consumers.revoke(handle);
      throw error;
    }
  };

  /** One after the other: each takes a handle that no other has. */
  return { give: (wanted: ParsedArgument<Give>) => inTurn(() => give(wanted)) };
};
export type ToolAccess = ReturnType<typeof createToolAccess>;
