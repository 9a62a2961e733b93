import type { ToolPaste } from '../schemas.ts';
import { messages, says } from './messages.ts';

/** What is said while a tool is given access. */
export const giveToolWords = messages('give-tool', {
  open: 'Give a tool access…',
  dialog: 'Give a tool access',
  name: 'Name of the tool',
  nameHelp: 'You will see it here, in activity, and when Stowkey asks you. Such as backup.sh.',
  nameMissing: 'Say what the tool is called.',
  accounts: 'Accounts',
  accountMissing: 'Choose an account.',
  noAccount: 'Tools are given accounts with S3 keys or an access token, and there is none yet.',
  way: 'How it asks',
  ways: {
    socket: {
      label: 'Over Stowkey’s socket',
      help: 'For scripts and programs of yours. Nobody else on this computer can reach it.',
    },
    endpoint: {
      label: 'Over 127.0.0.1, for containers and tools without sockets',
      help: 'Stowkey then listens on a port of this computer: other users’ programs can reach it too, and get nothing without this tool’s token.',
    },
  },
  assistant: {
    label: 'As an assistant, over the Model Context Protocol',
    help: 'For a program that you talk to. It lists, reads and links what is in buckets, and sees no key.',
  },
  uploads: 'Uploads',
  uploadsHelp:
    'Bucket and folder, such as reports/drafts. Leave it empty for none. The same in each account.',
  uploadsUnfit: 'Write a bucket, and a folder behind a slash: reports/drafts',
  replaces: 'It may replace what is there',
  give: 'Give access',
  done: says('{name} has access', (name: string) => ({ name })),
  doneText:
    'Paste this where the tool takes its credentials from. No secret is in it: it names a file that you alone can read.',
  token:
    'An access token runs out, often within the hour: have the tool ask for it each time. For curl: COMMAND | curl -H @- URL',
  assistantText:
    'Paste this into the assistant’s settings; most of them call the file mcp.json or have a field for it. No secret is in it.',
  container: 'A container needs the host’s network, and the token’s file mounted at the same path.',
  later: 'It is not shown again. To see it anew, revoke the tool and give it access once more.',
  copy: says('Copy {what}', (what: string) => ({ what })),
});

/** Says where a text is to be pasted. */
export const pasteLabels: Readonly<Record<ToolPaste['kind'], string>> = messages(
  'give-tool.pastes',
  {
    command: 'Command for a script',
    'credential-process': 'Line for a profile in the AWS config file',
    container: 'Environment variables',
    token: 'Command that prints the access token',
    'token-header': 'Command that prints the Authorization header',
    'mcp-server': 'Server for the assistant’s settings',
  },
);

/** What the view of tools says of the ways in. */
export const agentWords = messages('give-tool.agent', {
  endpointRetry: 'Try again',
  commandLineRevoked: 'The command line has no access',
  commandLineRevokedText:
    'You revoked it: the command “stowkey” and scripts that use it get nothing, after a new start neither.',
  letCommandLineAsk: 'Let the command line ask again',
});
