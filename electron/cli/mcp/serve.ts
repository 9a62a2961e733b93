import '../../../shared/schema-engine.ts';
import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { assistant } from '../../../shared/contract/assistant.ts';
import { assistantInstructions, assistantTools } from '../../../shared/words/assistant.ts';
import type { AgentClient } from '../agent-client.ts';
import { type AssistantCall, assist, toolsByCall } from './tools.ts';

/** A whole upload in base64, and room for what is around it. */
const maxMessageBytes = 8 * 1024 * 1024;

/**
 * Speaks the Model Context Protocol on standard input and output, and nothing else there; resolves when
 * the assistant has closed its end. Each tool is a call that the agent answers: no key comes here.
 * @see https://modelcontextprotocol.io/specification/2026-07-28
 */
export const serveAssistant = async (options: {
  readonly agent: Pick<AgentClient, 'assist'>;
  /** Whose token is shown to the agent. */
  readonly consumer: string;
  readonly version: string;
}): Promise<void> => {
  const { agent, consumer, version } = options;
  const createServer = (): McpServer => {
    const server = new McpServer(
      { name: 'stowkey', title: 'Stowkey', version },
      { instructions: assistantInstructions },
    );
    for (const call of Object.keys(toolsByCall) as readonly AssistantCall[]) {
      const { name, annotations } = toolsByCall[call];
      const { title, description } = assistantTools[call];
      const { argument: inputSchema, reply: outputSchema } = assistant[call];
      server.registerTool(
        name,
        { title, description, inputSchema, outputSchema, annotations: { title, ...annotations } },
        (argument: unknown, { mcpReq }: ServerContext) =>
          assist(agent, call, { argument, consumer, signal: mcpReq.signal }),
      );
    }
    return server;
  };
  const transport = new StdioServerTransport(process.stdin, process.stdout, {
    maxBufferSize: maxMessageBytes,
  });
  const closed = new Promise<void>((resolve) => {
    process.stdin.once('close', resolve);
    process.stdin.once('end', resolve);
    process.stdout.once('error', () => resolve());
  });
  const served = serveStdio(createServer, { transport });
  await closed;
  await served.close();
};
