import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where a profile's agent listens, and where its consumers find their tokens. */
export type AgentPaths = {
  /** Private to the person; everything below lies in it but a socket whose path would be too long. */
  readonly folder: string;
  /** A Unix socket, or the name of a pipe on Windows, which nobody else can guess. */
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

/** The person's folder by the list of users; null for a user who is not on it. */
const personFolder = (): string | null => {
  try {
    return userInfo().homedir;
  } catch {
    return null;
  }
};

/**
 * Beside the list, or in the person's own folder where that path is too long: nobody else can make
 * either of them first. The last resort is for folders that are too long themselves.
 */
const socketOf = (folder: string, home: () => string | null): string => {
  const near = join(folder, 'agent.sock');
  if (fits(near)) return near;
  const name = digestOf(folder);
  const atHome = join(home() ?? '', '.stowkey', 'run', `${name}.sock`);
  return isAbsolute(atHome) && fits(atHome)
    ? atHome
    : join('/tmp', `stowkey-${name}`, 'agent.sock');
};
const fits = (path: string): boolean => Buffer.byteLength(path) <= maxSocketPathBytes;

const pipeSecret = /^[0-9a-f]{32}$/;

/**
 * Gives what nobody else knows of a pipe's name, from a file in the person's folder that the first who asks
 * makes. A pipe lies in no folder: a program of another user that could guess the name could make it first,
 * be sent tokens, and answer with keys of its own.
 */
const keptPipeSecret = (folder: string): string => {
  const path = join(folder, 'pipe');
  const made = randomBytes(16).toString('hex');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, made, { flag: 'wx', mode: 0o600 });
    return made;
  } catch {
    // It is there already, as a rule.
  }
  const kept = readFileSync(path, 'utf8');
  if (pipeSecret.test(kept)) return kept;
  // Cut short by a crash: whoever has it by the old name finds nobody there.
  writeFileSync(path, made, { mode: 0o600 });
  return made;
};

/**
 * Gives the agent's places of a profile from its folder and its user, and from no environment variable:
 * what starts without a session, such as a cron job, finds the same agent as the desktop does.
 */
export const agentPaths = (
  profileFolder: string,
  platform: NodeJS.Platform,
  home = personFolder,
): AgentPaths => {
  const folder = join(profileFolder, 'agent');
  const headersFolder = join(folder, 'consumers');
  const socket =
    platform === 'win32'
      ? `\\\\.\\pipe\\stowkey-${keptPipeSecret(folder)}`
      : socketOf(folder, home);
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
