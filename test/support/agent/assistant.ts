import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { projectFolder } from '../app/package-app.ts';

/** How an assistant starts the server that its settings name. */
export type ServerSettings = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** The command line from the sources, on a profile. */
export const fromSources = (profileFolder: string, handle: string): ServerSettings => ({
  command: process.execPath,
  args: [
    '--import',
    import.meta.resolve('tsx'),
    join(projectFolder, 'test/support/processes/command-line.ts'),
    profileFolder,
    '--',
    'mcp',
    handle,
  ],
});

/** An assistant: the SDK's own client, and everything that came to it. */
export const startAssistant = async (settings: ServerSettings) => {
  const transport = new StdioClientTransport({
    command: settings.command,
    args: [...settings.args],
    stderr: 'pipe',
    ...(settings.env === undefined ? {} : { env: { ...settings.env } }),
  });
  let received = '';
  const note = (part: unknown): void => {
    received += `${String(part)}\n`;
  };
  transport.stderr?.on('data', note);
  const client = new Client({ name: 'an assistant', version: '1.0.0' });
  const errors: Error[] = [];
  client.onerror = (error) => void errors.push(error);
  await client.connect(transport);
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    note(JSON.stringify(message));
    deliver?.(message);
  };
  return {
    client,
    /** What the protocol could not make sense of: whatever else stands on standard output. */
    errors,
    received: () => received,
    call: async (
      name: string,
      args: Readonly<Record<string, unknown>> = {},
      signal?: AbortSignal,
    ) => client.callTool({ name, arguments: args }, signal === undefined ? undefined : { signal }),
    close: () => client.close(),
  };
};
export type Assistant = Awaited<ReturnType<typeof startAssistant>>;
