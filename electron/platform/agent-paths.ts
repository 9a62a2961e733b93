import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where a profile's agent listens, and where its consumers find their tokens. */
export type AgentPaths = {
  /** Private to the person; everything below lies in it but a socket whose path would be too long. */
  readonly folder: string;
  /** A Unix socket, or the name of a pipe on Windows. */
  readonly socket: string;
  /** The list of consumers, without their tokens. */
  readonly consumersFile: string;
  /** One file a consumer: the line `Authorization: Bearer TOKEN`, as `curl --header @FILE` reads it. */
  readonly headersFolder: string;
  /** One file for each consumer that asks the endpoint: its token and nothing else. */
  readonly tokensFolder: string;
  /** One folder a command that an account was lent to, until it is taken back. */
  readonly loansFolder: string;
  /** One folder a command that runs with a config file of its own, until it ends. */
  readonly commandsFolder: string;
  /** The consumer "command line". */
  readonly commandLineHeader: string;
};

/** The longest path of a socket in bytes, without the final NUL: 104 on macOS and 108 on Linux. */
const maxSocketPathBytes = 103;

const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Gives the agent's places of a profile from its folder alone, and from no environment variable: what
 * starts without a session, such as a cron job, finds the same agent as the desktop does.
 */
export const agentPaths = (profileFolder: string, platform: NodeJS.Platform): AgentPaths => {
  const folder = join(profileFolder, 'agent');
  const headersFolder = join(folder, 'consumers');
  const near = join(folder, 'agent.sock');
  const socket =
    platform === 'win32'
      ? `\\\\.\\pipe\\stowkey-${digestOf(profileFolder.toLowerCase())}`
      : Buffer.byteLength(near) <= maxSocketPathBytes
        ? near
        : join('/tmp', `stowkey-${digestOf(profileFolder)}`, 'agent.sock');
  return {
    folder,
    socket,
    consumersFile: join(folder, 'consumers.json'),
    headersFolder,
    tokensFolder: join(folder, 'tokens'),
    loansFolder: join(folder, 'loans'),
    commandsFolder: join(folder, 'commands'),
    commandLineHeader: join(headersFolder, 'command-line'),
  };
};
