import { describe, expect, it } from 'vitest';
import { keychainIds, keychainOf } from '../../../shared/keychains.ts';
import { notMappedIds } from '../../../shared/provider-descriptor.ts';
import {
  type ErrorCode,
  errorCodes,
  fieldProblems,
  storxErrorWords,
} from '../../../shared/result.ts';
import { stepIds } from '../../../shared/schemas.ts';
import { keychainWords } from '../../../shared/words/errors/keychain.ts';
import { closerWording } from '../../../shared/words/errors/reasons.ts';
import { describeError, errorWording } from '../../../shared/words/errors.ts';
import { describeFieldProblem, fieldProblemWording } from '../../../shared/words/fields.ts';
import { describeOperation, stepWords } from '../../../shared/words/operations.ts';
import { describeNotMapped } from '../../../shared/words/providers/not-mapped.ts';
import { inSentence, listInSentence } from '../../../shared/words/sentences.ts';

const sentence = /[.!?]$/;

describe('wording of errors', () => {
  it('has a title, a text and a next action for every code', () => {
    for (const code of errorCodes) {
      const { title, text, action } = describeError({ code, params: {} });
      expect(title.length, code).toBeGreaterThan(3);
      expect(title, code).not.toMatch(sentence);
      expect(text, code).toMatch(sentence);
      expect(action, code).toMatch(sentence);
    }
    expect(Object.keys(errorWording).sort()).toEqual([...errorCodes].sort());
  });

  it('never shows a code or an unfilled placeholder', () => {
    for (const code of errorCodes) {
      const words = Object.values(describeError({ code, params: {} })).join(' ');
      expect(words, code).not.toContain(code);
      expect(words, code).not.toMatch(/[{}]|undefined|\bnull\b/);
      for (const word of storxErrorWords.filter((each) => each.includes('_')))
        expect(words, code).not.toContain(word);
    }
  });

  it('begins each part with a capital letter even when a host is not known', () => {
    for (const code of errorCodes)
      for (const part of Object.values(describeError({ code, params: {} })))
        expect(part, code).toMatch(/^[A-Z]/);
  });

  it('fills port and host from the parameters', () => {
    expect(describeError({ code: 'oauth.port-in-use', params: { port: 28521 } }).title).toBe(
      'Port 28521 is used by another program',
    );
    expect(describeError({ code: 'server.timeout', params: { host: 'auth.storx.io' } }).title).toBe(
      'auth.storx.io did not answer in time',
    );
  });

  it('takes parameters as plain text, whatever they hold', () => {
    const host = '$& {port} <b>';
    expect(describeError({ code: 'server.timeout', params: { host } }).title).toBe(
      `${host} did not answer in time`,
    );
  });

  it('takes no value from the prototype of the parameters', () => {
    expect(describeError({ code: 'server.timeout', params: {} }).title).toBe(
      'The server did not answer in time',
    );
  });

  it.each<[ErrorCode, Readonly<Record<string, string>>, string]>([
    ['oauth.denied', {}, 'Access was declined in the browser Nothing was saved.'],
    [
      'server.unreachable',
      { reason: 'refused', host: 'a.example' },
      'a.example is not responding It may be down, or the address or port may be wrong.',
    ],
    ['server.unreachable', { reason: 'tls' }, 'If your network inspects TLS, ask its admin'],
    ['oauth.invalid-id-token', { reason: 'userinfo' }, 'The account name could not be verified'],
    ['s3.access-denied', {}, 'Access denied by the storage service'],
    ['grant.expired', {}, 'This access has expired'],
  ])('says %s %j in few words', (code, params, words) => {
    expect(Object.values(describeError({ code, params })).join(' ')).toContain(words);
  });

  it('says how to unlock a locked keychain and what to install without one', () => {
    expect(describeError({ code: 'keychain.locked', params: {} }).action).toMatch(
      /GNOME.*KDE.*Try again/,
    );
    expect(describeError({ code: 'keychain.unavailable', params: {} }).action).toMatch(
      /GNOME Keyring.*KWallet.*libsecret.*Try again/,
    );
  });
});

describe('closer words for a reason', () => {
  it('read as the others do, each with its parameters filled', () => {
    for (const [code, byWord] of Object.entries(closerWording))
      for (const reason of Object.keys(byWord)) {
        const { title, text, action } = describeError({
          code: code as ErrorCode,
          params: { reason, days: 7 },
        });
        expect(title, reason).not.toMatch(sentence);
        expect(text, reason).toMatch(sentence);
        expect(action, reason).toMatch(sentence);
        expect(`${title}${text}${action}`, reason).not.toMatch(/[{}]/);
      }
  });

  it('tell the problems of a signing key apart that have a remedy of their own', () => {
    const say = (problem: string): string =>
      Object.values(describeError({ code: 'oauth.invalid-key', params: { problem } })).join(' ');
    const problems = ['not-a-key', 'encrypted', 'public-only', 'wrong-format', 'too-short'];
    expect(new Set(problems.map(say)).size).toBe(problems.length);
    expect(say('encrypted')).toContain('openssl pkcs8');
  });

  it('explain Google’s limit for clients under test', () => {
    const { text, action } = describeError({
      code: 'oauth.sign-in-again',
      params: { reason: 'google-testing', days: 7 },
    });
    expect(text).toContain('after 7 days');
    expect(action).toContain('In production');
  });

  it('change nothing for words that only a template knows', () => {
    const plain = describeError({ code: 'oauth.sign-in-again', params: {} });
    for (const reason of ['some-template', 'constructor', '__proto__'])
      expect(describeError({ code: 'oauth.sign-in-again', params: { reason } })).toEqual(plain);
  });
});

describe('other words', () => {
  it('names every step and field problem', () => {
    for (const step of stepIds) expect(stepWords(step, false).done, step).toMatch(/^[A-Z]/);
    expect(stepWords('open-listener', false).doing).toBe('Open browser');
    expect(stepWords('wait-for-browser', false).done).toBe('Signed in');
    expect(stepWords('exchange-code', false).doing).toBe('Finish sign-in');
    expect(Object.keys(fieldProblemWording).sort()).toEqual([...fieldProblems].sort());
  });

  it('lists labels as a sentence does', () => {
    const labels = ['Client ID', 'MFA code', 'S3 endpoint', 'Access key'].map(inSentence);
    expect(listInSentence(labels)).toBe('client ID, MFA code, S3 endpoint and access key');
    expect(listInSentence(labels.slice(0, 2))).toBe('client ID and MFA code');
    expect(listInSentence(labels.slice(0, 1))).toBe('client ID');
  });

  it('says “account” to people, never “connection”, but where it is a broker’s or the network’s', () => {
    for (const code of errorCodes.filter((each) => !/^(alloy|server)\./.test(each))) {
      const words = Object.values(describeError({ code, params: {} })).join(' ');
      expect(words, code).not.toMatch(/connection/i);
    }
  });

  it('speaks of the keychain that is there', () => {
    const words = (keychain: string) =>
      (['keychain.locked', 'keychain.unavailable'] as const)
        .map((code) => Object.values(describeError({ code, params: { keychain } })).join(' '))
        .join(' ');
    for (const id of keychainIds.filter((each) => each !== 'secret-service')) {
      // Two names are ordinary words as well: “keychain”, and a setting of KeePassXC.
      const others = keychainIds.filter(
        (other) => ![id, 'macos', 'secret-service'].includes(other),
      );
      expect(words(id), id).toContain(keychainWords[id].name);
      for (const other of others) expect(words(id), id).not.toContain(keychainWords[other].name);
    }
    expect(words('secret-service')).toMatch(/GNOME Keyring, KWallet or KeePassXC/);
    // What is known of the fault says more than whose it is.
    const lacking = { reason: 'no-qca', keychain: 'kwallet' };
    expect(describeError({ code: 'keychain.unavailable', params: lacking }).title).toBe(
      'KWallet lacks a part of itself',
    );
    expect(words('no such one')).toBe(words('secret-service'));
    expect(['darwin', 'win32', 'freebsd'].map(keychainOf)).toEqual([
      'macos',
      'windows',
      'secret-service',
    ]);
  });

  it('names the range of a number', () => {
    expect(describeFieldProblem('out-of-range', { minimum: 1, maximum: 15, unit: 'minutes' })).toBe(
      'Enter a number from 1 to 15 minutes.',
    );
    expect(describeFieldProblem('out-of-range')).toBe('This number is outside the allowed range.');
  });
});

describe('wording that depends on the account', () => {
  it('speaks of Renew only where there is one', () => {
    for (const code of ['s3.invalid-access-key', 's3.signature-mismatch'] as const) {
      expect(describeError({ code, params: {} }).action).not.toContain('Renew');
      expect(describeError({ code, params: {} }, true).action).toContain('Renew');
    }
  });

  it('speaks of keys only where there are some', () => {
    const title = (kind: 'refresh' | 'verify', holdsTokens: boolean) =>
      describeOperation({ kind, status: 'done' }, { name: 'One', holdsTokens });
    expect(title('refresh', false)).toBe('New keys saved');
    expect(title('refresh', true)).toBe('Access renewed');
    expect(title('verify', true)).not.toMatch(/key/i);
    expect(stepWords('verify', false).doing).toBe('Check the keys');
    expect(stepWords('verify', true).doing).not.toMatch(/key/i);
  });

  it('speaks of signing in only where somebody does', () => {
    const title = (pasted: boolean) =>
      describeOperation(
        { kind: 'reconnect', status: 'failed' },
        { name: 'One', holdsTokens: false, pasted },
      );
    expect(title(false)).toBe('Could not sign in again');
    expect(title(true)).not.toMatch(/sign/i);
  });
});

it('says of each thing that a profile asks for in vain that it is left out, in a sentence', () => {
  const said = notMappedIds.map((id) => describeNotMapped({ id, setting: 's3.x' }));
  expect(said.filter((text) => !sentence.test(text))).toEqual([]);
  expect(said).toContain('The setting s3.x is not used.');
});
