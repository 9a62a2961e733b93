import type { ErrorCode, ErrorView } from '../result.ts';
import { wordsForAwsConfig } from './errors/aws-config.ts';
import { wordsForExposedSecrets } from './errors/exposed-secrets.ts';
import { wordsOfKeychain } from './errors/keychain.ts';
import { wordsForOrganisation } from './errors/organisation.ts';
import { closerWording } from './errors/reasons.ts';
import { wordsForSignIn } from './errors/sign-in.ts';
import { wordsForStorage } from './errors/storage.ts';
import { wordsForStorx } from './errors/storx.ts';
import { wordsForThisComputer } from './errors/this-computer.ts';
import { wordsForTools } from './errors/tools.ts';
import type { Wording } from './errors/wording.ts';
import { fillIn, messages } from './messages.ts';
import { asSentence, inSequence } from './sentences.ts';

/**
 * Words for every error code. `{port}`, `{host}` and the like are filled from the error's `params`;
 * the record is complete by type, so a new code without words does not compile.
 */
export const errorWording: Readonly<Record<ErrorCode, Wording>> = {
  ...wordsForThisComputer,
  ...wordsForAwsConfig,
  ...wordsForExposedSecrets,
  ...wordsForOrganisation,
  ...wordsForSignIn,
  ...wordsForStorage,
  ...wordsForStorx,
  ...wordsForTools,
};

/** What helps where Renew gets other keys, instead of copying them again by hand. */
const refreshableWording: Readonly<Partial<Record<ErrorCode, Partial<Wording>>>> = messages(
  'errors.refreshable',
  {
    's3.invalid-access-key': {
      action: 'Wait a moment and verify again. If it stays like this, choose Renew.',
    },
    's3.signature-mismatch': { action: 'Choose Renew to get a new pair of keys.' },
    'grant.expired': { text: 'Your settings are kept.', action: 'Renew it to go on.' },
  },
);

/** Stands in for a placeholder whose value the error did not carry. */
const fallback: Readonly<Record<string, string>> = messages('errors.fallback', {
  days: 'some',
  host: 'the server',
  organisation: 'your organisation',
  port: 'for the sign-in',
  proxy: 'in use',
});

/** The same, where a sentence begins with it. */
const fallbackAtStart: Readonly<Record<string, string>> = messages('errors.fallbackAtStart', {
  host: 'The server',
  organisation: 'Your organisation',
});

const fill = (text: string, params: ErrorView['params']): string => {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const missing = names.filter((name) => !Object.hasOwn(params, name));
  const begun = missing.find((name) => text.startsWith(`{${name}}`));
  const whole =
    begun === undefined ? text : text.replace(`{${begun}}`, fallbackAtStart[begun] ?? '');
  return fillIn(whole, {
    ...Object.fromEntries(missing.map((name) => [name, fallback[name] ?? ''])),
    ...Object.fromEntries(
      names.flatMap((name) => {
        const value = Object.hasOwn(params, name) ? params[name] : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  });
};

const closerWords = ({ code, params }: Pick<ErrorView, 'code' | 'params'>): Partial<Wording> => {
  const byWord = closerWording[code] ?? {};
  const word = String(params.reason ?? params.problem ?? params.where);
  return Object.hasOwn(byWord, word) ? (byWord[word] ?? {}) : {};
};

/** Gives the words for an error, with its placeholders filled. */
export const describeError = (
  error: Pick<ErrorView, 'code' | 'params'>,
  /** The connection at fault can be refreshed. */
  refreshable = false,
): Wording => {
  const { title, text, action } = {
    ...errorWording[error.code],
    ...wordsOfKeychain(error.code, error.params.keychain),
    ...closerWords(error),
    ...(refreshable ? refreshableWording[error.code] : {}),
  };
  return {
    title: fill(title, error.params),
    text: fill(text, error.params),
    action: fill(action, error.params),
  };
};

/** Says in one line what went wrong and what helps. */
export const errorLine = (error: Pick<ErrorView, 'code' | 'params'>): string => {
  const { title, action } = describeError(error);
  return inSequence([asSentence(title), action]);
};
