import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { keychainError } from '../../../electron/keychain/keytar-errors.ts';

describe('what the system says, as a code', () => {
  it.each([
    ['Cannot create an item in a locked collection', 'keychain.locked', 'locked'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain.unavailable', 'no-bus'],
    [
      'Unknown or unsupported transport “disabled” for address “disabled:”',
      'keychain.unavailable',
      'no-bus',
    ],
    ['Could not connect: No such file or directory', 'keychain.unavailable', 'no-bus'],
    [
      'The name org.freedesktop.secrets was not provided by any .service files',
      'keychain.unavailable',
      'no-service',
    ],
    [
      'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
      'keychain.unavailable',
      'no-collection',
    ],
    ['createDLGroup failed: maybe libqca-ossl is missing', 'keychain.unavailable', 'no-qca'],
    ['The session wrapping the secret does not exist', 'keychain.unavailable', 'restarted'],
    [
      'An AppArmor policy prevents this sender from sending this message to this recipient',
      'keychain.unavailable',
      'denied',
    ],
    [
      'Message recipient disconnected from message bus without replying',
      'keychain.unavailable',
      'stopped',
    ],
    ['Timeout was reached', 'keychain.timeout', 'no-reply'],
    ['User interaction is not allowed.', 'keychain.locked', 'locked'],
    ['The user name or passphrase you entered is not correct.', 'keychain.locked', 'dismissed'],
    ['The specified keychain could not be found.', 'keychain.unavailable', 'no-collection'],
    ['The stub received bad data.\r\n', 'keychain.too-large', 'windows'],
    [
      'A specified logon session does not exist. It may already have been terminated.\r\n',
      'keychain.unavailable',
      'no-session',
    ],
  ])('%s', (message, code, reason) => {
    const thrown = new Error(message);
    const error = keychainError(thrown);
    expect([error.code, error.params, error.cause]).toEqual([code, { reason }, thrown]);
  });

  it('keeps what it does not know as the cause of keychain.failed', () => {
    const thrown = new Error('something new');
    expect(keychainError(thrown)).toMatchObject({
      code: 'keychain.failed',
      cause: thrown,
      params: {},
    });
    expect(keychainError('a text').code).toBe('keychain.failed');
  });

  it('passes its own errors on', () => {
    const error = new AppError('keychain.timeout');
    expect(keychainError(error)).toBe(error);
  });
});
