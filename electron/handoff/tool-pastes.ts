import { win32 } from 'node:path';
import {
  authorizationPathOf,
  containerPathOf,
  credentialsPathOf,
} from '../../shared/agent-protocol.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ToolPaste } from '../../shared/schemas.ts';
import { quoteWhereNeeded } from './quoting.ts';

type GivenAccount = { readonly id: ConnectionId; readonly hasKeys: boolean };

/** What a tool was given, by the word for it and the files with its token. */
type GivenTool = { readonly handle: string; readonly headerFile: string };

/** What to paste so that a tool asks for an account. */
export type ToolPastes = {
  /** `isOnly`: the tool has no other account, so that its handle alone says which. */
  readonly overSocket: (
    account: GivenAccount,
    tool: GivenTool & { readonly isOnly: boolean },
  ) => readonly ToolPaste[];
  readonly overEndpoint: (
    account: GivenAccount,
    tool: GivenTool & { readonly tokenFile: string; readonly origin: string },
  ) => readonly ToolPaste[];
};

const printsToken = ({ id }: GivenAccount, { handle }: GivenTool): string =>
  `stowkey token ${id} --tool ${handle}`;
const container = (id: ConnectionId, origin: string, tokenFile: string): ToolPaste => ({
  kind: 'container',
  connectionId: id,
  text: [
    `AWS_CONTAINER_CREDENTIALS_FULL_URI=${origin}${containerPathOf(id)}`,
    `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=${tokenFile}`,
  ].join('\n'),
});

const posixPastes = (socket: string, script: string): ToolPastes => {
  const curlBy = (header: string, ...way: readonly string[]): string =>
    ['curl -q -sS --fail-with-body', ...way, '-H', quoteWhereNeeded(`@${header}`)].join(' ');
  return {
    overSocket: (account, tool) => {
      const { id: connectionId, hasKeys } = account;
      const curl = `${curlBy(tool.headerFile, '--unix-socket', quoteWhereNeeded(socket))} http://stowkey`;
      const header = `${curl}${authorizationPathOf(connectionId)}`;
      if (!hasKeys)
        return [
          { kind: 'token', connectionId, text: printsToken(account, tool) },
          { kind: 'token-header', connectionId, text: header },
        ];
      return [
        { kind: 'command', connectionId, text: `${curl}${credentialsPathOf(connectionId)}` },
        ...profileLine(account, tool, script),
      ];
    },
    overEndpoint: ({ id: connectionId, hasKeys }, { headerFile, tokenFile, origin }) => {
      if (hasKeys) return [container(connectionId, origin, quoteWhereNeeded(tokenFile))];
      const curl = curlBy(headerFile, '--noproxy', '127.0.0.1');
      const text = `${curl} ${origin}${authorizationPathOf(connectionId)}`;
      return [{ kind: 'token-header', connectionId, text }];
    },
  };
};

/** The script has one word to say both who asks and for what. */
const profileLine = (
  { id: connectionId }: GivenAccount,
  { handle, isOnly }: { readonly handle: string; readonly isOnly: boolean },
  script: string,
): readonly ToolPaste[] =>
  isOnly
    ? [
        {
          kind: 'credential-process',
          connectionId,
          text: `credential_process = ${script} ${handle}`,
        },
      ]
    : [];

/** What every AWS tool takes for one word, whether it splits at blanks or has a shell do it. */
const isPlain = (word: string): boolean => /^(?!.*\\[tn])[A-Za-z0-9\\/:._~+@-]+$/.test(word);

/**
 * Nothing that Windows has speaks to the agent's pipe, so there a tool runs our own command. Over
 * 127.0.0.1 a profile can name Windows' curl itself, which answers at once and needs no cmd.
 */
const windowsPastes = (script: string, systemRoot: string): ToolPastes => {
  const curl = win32.join(systemRoot, 'System32', 'curl.exe');
  return {
    overSocket: (account, tool) => {
      const { id: connectionId, hasKeys } = account;
      const token = printsToken(account, tool);
      if (!hasKeys)
        return [
          { kind: 'token', connectionId, text: token },
          { kind: 'token-header', connectionId, text: `${token} --header` },
        ];
      return [
        { kind: 'command', connectionId, text: `${script} ${tool.handle} ${connectionId}` },
        ...profileLine(account, tool, script),
      ];
    },
    overEndpoint: ({ id: connectionId, hasKeys }, { headerFile, tokenFile, origin }) => {
      if (!hasKeys) {
        // Quoted, for PowerShell gives @ a meaning.
        const header = `-q -sS --fail-with-body --noproxy 127.0.0.1 -H "@${headerFile}"`;
        const text = `curl.exe ${header} ${origin}${authorizationPathOf(connectionId)}`;
        return [{ kind: 'token-header', connectionId, text }];
      }
      const url = `${origin}${credentialsPathOf(connectionId)}`;
      // With `\` some tools would take the first letter of a folder for another character.
      const header = `@${headerFile.replaceAll('\\', '/')}`;
      const words = [curl, '-q', '-sS', '-f', '--noproxy', '127.0.0.1', '-H', header, url];
      const text = `credential_process = ${words.join(' ')}`;
      return [
        container(connectionId, origin, tokenFile),
        ...(words.every(isPlain)
          ? [{ kind: 'credential-process', connectionId, text } as const]
          : []),
      ];
    },
  };
};

/** Says what to paste on this system. */
export const toolPastes = (
  platform: NodeJS.Platform,
  { socket, script, env }: ToolPlaces,
): ToolPastes =>
  platform === 'win32'
    ? windowsPastes(script, env.SystemRoot ?? 'C:\\Windows')
    : posixPastes(socket, script);

type ToolPlaces = {
  readonly socket: string;
  /** The path of the script that profiles run. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
};
