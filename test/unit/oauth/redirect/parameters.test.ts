import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parsePastedAddress,
  parseRedirectQuery,
  type RedirectParameters,
} from '../../../../electron/oauth/redirect/parameters.ts';

/** Opens the secret, so that a whole answer can be compared. */
const plain = (answer: RedirectParameters): object =>
  answer.kind === 'result' ? { ...answer, value: answer.value.expose() } : answer;
const parse = (query: string, parameter = 'access_grant'): object =>
  plain(parseRedirectQuery(query, parameter));
const bad = (reason: string): object => ({ kind: 'bad', reason });

describe('redirect query', () => {
  it.each([
    ['access_grant=1abc', '1abc', null],
    ['access_grant=1abc&state=s', '1abc', 's'],
    ['state=s&access_grant=1abc', '1abc', 's'],
    ['access_grant=1abc&scope=read%2Cwrite&iss=x&session_state=', '1abc', null],
    ['access_grant=a%20b+c%2Bd&', 'a b c+d', null],
    ['access%5Fgrant=1abc', '1abc', null],
    ['access_grant=a=b==', 'a=b==', null],
    ['&&access_grant=1abc', '1abc', null],
    ['access_grant=1&state=', '1', null],
  ])('reads a result from %s', (query, value, state) => {
    expect(parse(query)).toEqual({ kind: 'result', value, state });
  });

  it.each([
    ['error=access_denied', 'access_denied', null],
    ['error=x&state=s&error_description=long+text', 'x', 's'],
    ['error=invalid+client%21', 'invalid_client_', null],
    [`error=${'e'.repeat(80)}`, 'e'.repeat(64), null],
    ['code=REJECTED&state=s', 'REJECTED', 's'],
    ['error=access_denied&code=REJECTED', 'access_denied', null],
    ['error=&code=REJECTED', 'REJECTED', null],
    ['error=&state=s', '', 's'],
  ])('reads an error from %s', (query, errorCode, state) => {
    expect(parse(query)).toEqual({ kind: 'error', errorCode, state });
    if (!query.includes('REJECTED')) return;
    expect(parse(query, 'code')).toEqual({ kind: 'error', errorCode, state });
  });

  it.each([
    ['', 'missing'],
    ['state=s', 'missing'],
    ['ACCESS_GRANT=1', 'missing'],
    ['code=1', 'missing'],
    ['access_grant', 'empty'],
    ['access_grant=', 'empty'],
    ['access_grant=1&access_grant=1', 'duplicate'],
    ['access_grant=1&access%5fgrant=2', 'duplicate'],
    ['access_grant=1&state=a&state=a', 'duplicate'],
    ['access_grant=1&x=1&x=2', 'duplicate'],
    ['access_grant=1&error=x', 'both'],
    ['access_grant=1&error=', 'both'],
    ['access_grant=1&code=REJECTED', 'both'],
    ['access_grant=%', 'bad-encoding'],
    ['access_grant=%zz', 'bad-encoding'],
    ['access_grant=%ff', 'bad-encoding'],
    ['access_grant=%c0%80', 'bad-encoding'],
    ['access_grant=%ed%a0%80', 'bad-encoding'],
    ['access_grant=1&x=%ff', 'bad-encoding'],
    ['access_grant=é', 'bad-encoding'],
    ['access_grant=1%00', 'control-character'],
    ['access_grant=1%0d%0aX', 'control-character'],
    ['access_grant=1%7f', 'control-character'],
    ['access_grant=1%c2%85', 'control-character'],
    ['access_grant=1&state=%0a', 'control-character'],
    ['error=%1b[31m', 'control-character'],
    ['access_grant=1\n', 'control-character'],
    [`access_grant=${'a'.repeat(4097)}`, 'too-long'],
    [`access_grant=1&x=${'a'.repeat(8192)}`, 'too-long'],
    [`access_grant=1${Array.from({ length: 32 }, (_, i) => `&p${i}=`).join('')}`, 'too-many'],
  ])('L7 calls %s bad', (query, reason) => {
    expect(parse(query)).toEqual(bad(reason));
  });

  it('L7 answers any text with one of three kinds, and never with a result it did not hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const answer = parseRedirectQuery(text, 'access_grant');
        expect(['result', 'error', 'bad']).toContain(answer.kind);
        if (answer.kind === 'error') expect(answer.errorCode).toMatch(/^[\w.-]{0,64}$/);
      }),
    );
  });

  it('reads back any printable value that a browser would encode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (value) => {
        fc.pre(!/\p{Cc}|\p{Surrogate}/u.test(value));
        const query = new URLSearchParams({ access_grant: value, state: 's' }).toString();
        expect(parse(query)).toEqual({ kind: 'result', value, state: 's' });
      }),
    );
  });
});

describe('pasted address', () => {
  const attempt = {
    redirectUri: 'http://127.0.0.1:28521/callback',
    resultParameter: 'access_grant',
  };
  const paste = (text: string): object => plain(parsePastedAddress(text, attempt));
  const good = { kind: 'result', value: '1abc', state: null };

  it.each([
    'http://127.0.0.1:28521/callback?access_grant=1abc',
    '  http://127.0.0.1:28521/callback?access_grant=1abc \r\n',
    '"http://127.0.0.1:28521/callback?access_grant=1abc"',
    "'http://127.0.0.1:28521/callback?access_grant=1abc'",
    '<http://127.0.0.1:28521/callback?access_grant=1abc>',
    ' “http://127.0.0.1:28521/callback?access_grant=1abc” ',
    'http://127.0.0.1:28521/call\nback?access_\r\n grant=1abc'.replace(' ', ''),
    'HTTP://127.0.0.1:28521/callback?access_grant=1abc',
    'http://127.0.0.1:28521/callback?access_grant=1abc#top',
    '127.0.0.1:28521/callback?access_grant=1abc',
    '?access_grant=1abc',
    'access_grant=1abc',
    '"access_grant=1abc"',
    'access_grant=1abc#top',
  ])('is read from %j', (text) => {
    expect(paste(text)).toEqual(good);
  });

  it('L6 is read as an error too', () => {
    expect(paste('http://127.0.0.1:28521/callback?error=access_denied')).toEqual({
      kind: 'error',
      errorCode: 'access_denied',
      state: null,
    });
  });

  it.each([
    'https://127.0.0.1:28521/callback?access_grant=1abc',
    'http://127.0.0.1:28522/callback?access_grant=1abc',
    'http://localhost:28521/callback?access_grant=1abc',
    'http://127.0.0.1/callback?access_grant=1abc',
    'http://127.0.0.1:28521/callback/?access_grant=1abc',
    'http://127.0.0.1:28521/Callback?access_grant=1abc',
    'http://127.0.0.1:28521/?access_grant=1abc',
    'http://a:b@127.0.0.1:28521/callback?access_grant=1abc',
    'https://storx.io/oauth2-integration?client_id=1&access_grant=1abc',
    'javascript:alert(1)?access_grant=1abc',
  ])('is refused as another address: %s', (text) => {
    expect(paste(text)).toEqual(bad('other-address'));
  });

  it.each(['', '   ', 'hello', '1abcdefgh', '/callback?access_grant=1abc', 'http://'])(
    'is refused as no address: %j',
    (text) => {
      expect(paste(text)).toEqual(bad('not-an-address'));
    },
  );

  it.each([
    ['http://127.0.0.1:28521/callback', 'missing'],
    ['http://127.0.0.1:28521/callback?', 'missing'],
    ['http://127.0.0.1:28521/callback?access_grant=1&access_grant=2', 'duplicate'],
    ['http://127.0.0.1:28521/callback?access_grant=1%00', 'control-character'],
    ['http://127.0.0.1:28521/callback?access_grant=%ff', 'bad-encoding'],
    [`?access_grant=1&x=${'a'.repeat(20_000)}`, 'too-long'],
  ])('L7 is held to the same rules: %s', (text, reason) => {
    expect(paste(text)).toEqual(bad(reason));
  });

  it('L7 never throws, whatever is pasted', () => {
    const near = fc.constantFrom('http://', '127.0.0.1:28521', '/callback?', 'access_grant=', '"');
    const text = fc.array(fc.oneof(near, fc.string({ unit: 'binary' }))).map((p) => p.join(''));
    fc.assert(
      fc.property(text, (pasted) => {
        expect(['result', 'error', 'bad']).toContain(parsePastedAddress(pasted, attempt).kind);
      }),
    );
  });
});
