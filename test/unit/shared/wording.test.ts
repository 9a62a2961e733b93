import { describe, expect, it } from 'vitest';
import { errorCodes, fieldProblems, storxErrorWords } from '../../../shared/result.ts';
import { copyFormats, stepIds } from '../../../shared/schemas.ts';
import {
  copyFormatWording,
  describeError,
  describeFieldProblem,
  errorWording,
  fieldProblemWording,
  stepWording,
} from '../../../shared/wording.ts';

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
    expect(describeError({ code: 'oauth.port-in-use', params: { port: 38521 } }).title).toBe(
      'Port 38521 is used by another program',
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

  it('says how to unlock a locked keychain and what to install without one', () => {
    expect(describeError({ code: 'keychain.locked', params: {} }).action).toMatch(
      /GNOME.*KDE.*Try again/,
    );
    expect(describeError({ code: 'keychain.unavailable', params: {} }).action).toMatch(
      /gnome-keyring.*KWallet.*libsecret.*Try again/,
    );
  });
});

describe('other words', () => {
  it('names every step, field problem and copy format', () => {
    expect(Object.keys(stepWording).sort()).toEqual([...stepIds].sort());
    expect(Object.keys(fieldProblemWording).sort()).toEqual([...fieldProblems].sort());
    expect(Object.keys(copyFormatWording).sort()).toEqual([...copyFormats].sort());
  });

  it('names the range of a number', () => {
    expect(describeFieldProblem('out-of-range', { minimum: 1, maximum: 15, unit: 'minutes' })).toBe(
      'Enter a number from 1 to 15 minutes.',
    );
    expect(describeFieldProblem('out-of-range')).toBe('This number is outside the allowed range.');
  });
});
