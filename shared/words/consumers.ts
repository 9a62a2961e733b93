import type { AssistantAct } from '../assistants.ts';
import type { ConsumerView, Question } from '../schemas.ts';
import { messages, says } from './messages.ts';

/** What the consumers are called in the list that Stowkey keeps, whatever is spoken. */
export const consumerWords = {
  commandLine: 'Command line',
  awsProfile: (profile: string) => `AWS profile ${profile}`,
} as const;

const given = (consumer: string, account: string) => ({ consumer, account });

const names = messages('consumers.names', {
  commandLine: 'Command line',
  awsProfile: says('AWS profile {profile}', (profile: string) => ({ profile })),
  wants: says('{consumer} wants to use {account}', given),
  /** What an assistant wants of an account. */
  wishes: {
    'list-buckets': says('{consumer} wants to list the buckets of {account}', given),
    'list-objects': says('{consumer} wants to list what lies in {account}', given),
    link: says('{consumer} wants a link that opens an object of {account}', given),
    read: says('{consumer} wants to read an object of {account}', given),
    upload: says('{consumer} wants to upload an object to {account}', given),
  } satisfies Readonly<Record<AssistantAct, unknown>>,
});

/** Names a consumer: those that Stowkey makes by itself in the language that is spoken. */
export const consumerName = (name: string): string => {
  if (name === consumerWords.commandLine) return names.commandLine;
  const prefix = consumerWords.awsProfile('');
  return name.startsWith(prefix) ? names.awsProfile(name.slice(prefix.length)) : name;
};

const wantsOf = ({ wish }: Pick<Question, 'wish'>) =>
  wish === null ? names.wants : names.wishes[wish.act];

type Part = { readonly text: string; readonly isName: boolean };

/** Says who wants what, with the names apart, which people chose and may be of any kind. */
export const questionParts = (question: Question): readonly Part[] => {
  const { consumer, account } = question;
  const named: Readonly<Record<string, string>> = {
    '\ue000': consumerName(consumer),
    '\ue001': account,
  };
  return wantsOf(question)('\ue000', '\ue001')
    .split(/([\ue000\ue001])/)
    .filter((part) => part !== '')
    .map((part) => ({ text: named[part] ?? part, isName: part in named }));
};

export const askWords = messages('consumers.ask', {
  remembered:
    'If you allow it, Stowkey does not ask again for 15 minutes, or until the screen locks.',
  rememberedAct:
    'If you allow it, Stowkey does not ask about the like in this account for 15 minutes, or until the screen locks.',
  once: 'If you allow it, it counts for this one time.',
  allow: 'Allow',
  refuse: 'Don’t allow',
  left: says('Not allowed in {seconds} s if you do not answer.', (seconds: number) => ({
    seconds,
  })),
  /** What is said aloud, less often than it is shown. */
  leftAloud: says('{seconds} seconds left', (seconds: number) => ({ seconds })),
  behind: says(
    '{count, plural, one {# more question} other {# more questions}} after this one',
    (count: number) => ({ count }),
  ),
  over: 'The tool no longer waits.',
});

const notification = messages('consumers.notification', {
  body: 'Allow it or not in Stowkey’s window within 25 seconds.',
});

export const notificationWords = (question: Question) => ({
  title: wantsOf(question)(consumerName(question.consumer), question.account),
  body: notification.body,
});

/** By what rule a tool gets what it was given. */
export const ruleLabels: Readonly<Record<ConsumerView['rule'], string>> = messages(
  'consumers.rules',
  {
    always: 'Always',
    ask: 'Ask each time',
    'ask-for-a-while': 'Ask and remember',
  },
);
export const ruleHelp: typeof ruleLabels = messages('consumers.ruleHelp', {
  always: 'Gets what it asks for without a question.',
  ask: 'You allow or refuse each use.',
  'ask-for-a-while': 'What you allow counts for 15 minutes, or until the screen locks.',
});

/** The view of who may ask for credentials. */
export const toolsWords = messages('consumers.tools', {
  title: 'Tools',
  back: 'Back to accounts',
  lead: 'Programs on this computer that may take credentials from Stowkey, and by what rule.',
  everyAccount: 'Every account',
  noAccount: 'No account',
  overEndpoint: 'Asks over 127.0.0.1',
  assistant: 'Assistant, sees no key',
  uploadsTo: says(
    '{replaces, select, true {Uploads to {place}, and may replace} other {Uploads to {place}}}',
    (place: string, replaces: boolean) => ({ place, replaces }),
  ),
  neverUsed: 'Not used yet',
  used: says('Last used {ago}', (ago: string) => ({ ago })),
  rule: 'Access',
  revoke: 'Revoke…',
  revoked: says('{name} has no access any more', (name: string) => ({ name })),
  empty: {
    title: 'No tool has access',
    text: 'A tool gets access when you hand it an account: choose “Give a tool access…”, or “Use with AWS tools…” in its details.',
  },
  confirm: {
    title: says('Revoke {name}?', (name: string) => ({ name })),
    text: 'It gets no more credentials from Stowkey. What it was given before works until it expires. Profiles that use it stay as they are, and fail.',
    commandLine:
      'The command “stowkey” and scripts that use it get no more credentials until you let it ask again here. To be asked before each use instead, choose “Ask each time”.',
    keep: 'Keep it',
    revoke: 'Revoke',
  },
  withAccess: 'Tools with access',
  nobodyHasAccess: 'No tool has access to this account.',
  show: 'Show tools',
});

/** The consumer that Stowkey makes by itself. */
export const isCommandLine = ({ handle }: ConsumerView): boolean => handle === 'command-line';
