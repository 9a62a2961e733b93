import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/server';
import type { Contract } from '../../../shared/contract.ts';
import type { ErrorCode } from '../../../shared/result.ts';
import { assistantFailed } from '../../../shared/words/assistant.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import type { AgentClient } from '../agent-client.ts';
import { CommandFailure } from '../failure.ts';

export type AssistantCall = keyof Contract['assistant'];

/** Changes nothing; what it answers was written by others. */
const looks = { readOnlyHint: true, openWorldHint: true } as const;

/** The tools by the calls that they make, as assistants know them. */
export const toolsByCall: Readonly<
  Record<AssistantCall, { readonly name: string; readonly annotations: ToolAnnotations }>
> = {
  accounts: { name: 'list_accounts', annotations: { readOnlyHint: true, openWorldHint: false } },
  buckets: { name: 'list_buckets', annotations: looks },
  objects: { name: 'list_objects', annotations: looks },
  link: { name: 'create_link', annotations: looks },
  read: { name: 'read_text', annotations: looks },
  // The person may have let it replace what is there.
  upload: {
    name: 'upload_object',
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
  },
};

/** What failed, as an answer of the tool: a sentence, what helps, and the code for programs. */
const failed = (text: string, code: ErrorCode | null): CallToolResult => ({
  content: [{ type: 'text', text }],
  isError: true,
  ...(code === null ? {} : { _meta: { 'dev.stowkey.app/code': code } }),
});

/** Makes a call for an assistant. Never rejects: whatever failed is the tool's answer. */
export const assist = async (
  agent: Pick<AgentClient, 'assist'>,
  call: AssistantCall,
  asked: Parameters<AgentClient['assist']>[1],
): Promise<CallToolResult> => {
  try {
    const reply = await agent.assist(call, asked);
    if (!reply.ok) return failed(errorLine(reply.error), reply.error.code);
    return {
      content: [{ type: 'text', text: JSON.stringify(reply.value) }],
      structuredContent: reply.value,
    };
  } catch (error) {
    return failed(error instanceof CommandFailure ? error.line : assistantFailed, null);
  }
};
