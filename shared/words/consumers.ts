import type { ConsumerView, Question } from '../schemas.ts';

/** What the consumers are called that Stowkey makes by itself. */
export const consumerWords = {
  commandLine: 'Command line',
  awsProfile: (profile: string) => `AWS profile ${profile}`,
} as const;

/** Says who wants what, with the names apart, which people chose and may be of any kind. */
export const questionParts = ({ consumer, account }: Question) =>
  ({ consumer, wants: 'wants to use', account }) as const;

export const askWords = {
  remembered:
    'If you allow it, Stowkey does not ask again for 15 minutes, or until the screen locks.',
  once: 'If you allow it, it counts for this one time.',
  allow: 'Allow',
  refuse: 'Don’t allow',
  left: (seconds: number): string => `Not allowed in ${seconds} s if you do not answer.`,
  /** What is said aloud, less often than it is shown. */
  leftAloud: (seconds: number): string => `${seconds} seconds left`,
  behind: (count: number): string =>
    `${count === 1 ? '1 more question' : `${count} more questions`} after this one`,
  over: 'The tool no longer waits.',
} as const;

export const notificationWords = (question: Question) => ({
  title: Object.values(questionParts(question)).join(' '),
  body: 'Allow it or not in Stowkey’s window within 25 seconds.',
});

/** By what rule a tool gets what it was given. */
export const ruleLabels: Readonly<Record<ConsumerView['rule'], string>> = {
  always: 'Always',
  ask: 'Ask each time',
  'ask-for-a-while': 'Ask and remember',
};
export const ruleHelp: typeof ruleLabels = {
  always: 'Gets credentials without a question.',
  ask: 'You allow or refuse each use.',
  'ask-for-a-while': 'What you allow counts for 15 minutes, or until the screen locks.',
};

/** The view of who may ask for credentials. */
export const toolsWords = {
  title: 'Tools',
  back: 'Back to accounts',
  lead: 'Programs on this computer that may take credentials from Stowkey, and by what rule.',
  everyAccount: 'Every account',
  noAccount: 'No account',
  overEndpoint: 'Asks over 127.0.0.1',
  neverUsed: 'Not used yet',
  used: (ago: string): string => `Last used ${ago}`,
  rule: 'Access',
  revoke: 'Revoke…',
  revoked: (name: string): string => `${name} has no access any more`,
  empty: {
    title: 'No tool has access',
    text: 'A tool gets access when you hand it an account: choose “Give a tool access…”, or “Use with AWS tools…” in its details.',
  },
  confirm: {
    title: (name: string): string => `Revoke ${name}?`,
    text: 'It gets no more credentials from Stowkey. What it was given before works until it expires. Profiles that use it stay as they are, and fail.',
    commandLine:
      'The command “stowkey” and scripts that use it get no more credentials until you let it ask again here. To be asked before each use instead, choose “Ask each time”.',
    keep: 'Keep it',
    revoke: 'Revoke',
  },
  withAccess: 'Tools with access',
  nobodyHasAccess: 'No tool has access to this account.',
  show: 'Show tools',
} as const;

/** The consumer that Stowkey makes by itself. */
export const isCommandLine = ({ handle }: ConsumerView): boolean => handle === 'command-line';
