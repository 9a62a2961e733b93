import type { ErrorCode } from '../../shared/result.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';

type Rule = {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  /** Tells the wording apart within one code. */
  readonly reason: string;
};

/**
 * keytar passes on the operating system's sentence and nothing else, so the sentence is all there is
 * to go by. Sources: libsecret and gnome-keyring texts as seen on Linux; `SecCopyErrorMessageString`
 * on macOS; `FormatMessage` on Windows (1783, 1312, 1168).
 */
const rules: readonly Rule[] = [
  // Linux.
  { pattern: /locked collection/i, code: 'keychain.locked', reason: 'locked' },
  { pattern: /prompt (was )?dismissed/i, code: 'keychain.locked', reason: 'dismissed' },
  { pattern: /is locked|IsLocked/i, code: 'keychain.locked', reason: 'locked' },
  { pattern: /autolaunch D-?Bus/i, code: 'keychain.unavailable', reason: 'no-bus' },
  { pattern: /could not connect/i, code: 'keychain.unavailable', reason: 'no-bus' },
  // What Electron itself puts into DBUS_SESSION_BUS_ADDRESS when that is not set.
  { pattern: /disabled:/, code: 'keychain.unavailable', reason: 'no-bus' },
  { pattern: /connection is closed/i, code: 'keychain.unavailable', reason: 'no-bus' },
  {
    pattern: /not provided by any \.service files|ServiceUnknown/i,
    code: 'keychain.unavailable',
    reason: 'no-service',
  },
  {
    pattern: /Object does not exist at path .*\/collection\//i,
    code: 'keychain.unavailable',
    reason: 'no-collection',
  },
  { pattern: /No such object path/i, code: 'keychain.unavailable', reason: 'no-collection' },
  {
    pattern: /AppArmor|AccessDenied|not allowed to (own|send|talk)/i,
    code: 'keychain.unavailable',
    reason: 'denied',
  },
  { pattern: /exited with|Failed to execute/i, code: 'keychain.unavailable', reason: 'no-service' },
  {
    pattern: /disconnected from message bus|does not have an owner|NameHasNoOwner/i,
    code: 'keychain.unavailable',
    reason: 'stopped',
  },
  // KWallet 5 without the OpenSSL part of QCA, by which it encrypts what goes over the bus.
  { pattern: /createDLGroup failed/i, code: 'keychain.unavailable', reason: 'no-qca' },
  // The service was replaced, and again while `replaceable-keytar.ts` was trying once more.
  {
    pattern: /session wrapping the secret does not exist/i,
    code: 'keychain.unavailable',
    reason: 'restarted',
  },
  { pattern: /NoReply|Timeout was reached/i, code: 'keychain.timeout', reason: 'no-reply' },
  // macOS.
  { pattern: /User interaction is not allowed/i, code: 'keychain.locked', reason: 'locked' },
  {
    pattern: /user canceled|user name or passphrase you entered is not correct/i,
    code: 'keychain.locked',
    reason: 'dismissed',
  },
  {
    pattern: /keychain could not be found|default keychain|no keychain is available/i,
    code: 'keychain.unavailable',
    reason: 'no-collection',
  },
  // Windows.
  { pattern: /stub received bad data/i, code: 'keychain.too-large', reason: 'windows' },
  {
    pattern: /specified logon session does not exist/i,
    code: 'keychain.unavailable',
    reason: 'no-session',
  },
];

/** Turns whatever keytar threw into an `AppError`; the original stays as the cause, for the log. */
export const keychainError = (thrown: unknown): AppError => {
  if (isAppError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const rule = rules.find(({ pattern }) => pattern.test(message));
  if (rule === undefined) {
    return new AppError('keychain.failed', { cause: thrown, retryable: true });
  }
  return new AppError(rule.code, {
    params: { reason: rule.reason },
    cause: thrown,
    retryable: rule.code !== 'keychain.too-large',
  });
};
