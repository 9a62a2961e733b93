import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { nameOfArn } from '../../../electron/s3/aws-endpoints.ts';
import {
  assumeRole,
  assumeRoleWithWebIdentity,
  getCallerIdentity,
  getSessionToken,
  type StsCall,
} from '../../../electron/s3/sts.ts';
import { readStsReply } from '../../../electron/s3/sts-reply.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { fetchHttp, startTinyServer, type TinyServer } from '../../support/network/tiny-server.ts';
import { errorOf } from '../../support/worlds/app-error.ts';
import { parseAuthorization } from './sigv4-check.ts';

const now = Date.parse('2030-01-01T00:00:00Z');
const secretAccessKey = 'jz3xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const keys = {
  accessKeyId: new Secret('AKIAIOSFODNN7EXAMPLE'),
  secretAccessKey: new Secret(secretAccessKey),
};
const credentials =
  '<Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s/+1</SecretAccessKey><SessionToken>t/+=</SessionToken><Expiration>2030-01-01T01:00:00Z</Expiration></Credentials>';
const success = (action: string, result: string): string =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;
const refusal = (code: string, message = 'upstream words'): string =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

let server: TinyServer;
beforeEach(async () => {
  server = await startTinyServer();
});
afterEach(() => server.close());

const call = (over: Partial<StsCall> = {}): StsCall => ({
  http: fetchHttp,
  clock: createClock({ startEpochMs: now, eager: true }),
  signal: new AbortController().signal,
  endpoint: server.url.origin,
  region: 'eu-central-1',
  ...over,
});
const answer = (status: number, body: string, headers: Record<string, string> = {}): void =>
  server.answer({
    status,
    body,
    headers: { 'content-type': 'text/xml', date: new Date(now).toUTCString(), ...headers },
  });
const role = {
  roleArn: 'arn:aws:iam::123456789012:role/backup',
  sessionName: 'stowkey',
  durationSeconds: 3600,
  externalId: '',
  mfa: null,
};
const webRole = { ...role, token: new Secret('id.token.text') };

describe('requests to the security token service', () => {
  it('are forms signed for sts, with the content type and the session token in the signature', async () => {
    answer(200, success('AssumeRole', credentials));
    const base = { ...keys, sessionToken: new Secret('base/token=') };
    const got = await assumeRole(call(), base, {
      ...role,
      mfa: { serial: 'arn:aws:iam::1:mfa/a', code: new Secret('123456') },
    });
    expect(got).toMatchObject({ expiresAtEpochSeconds: now / 1000 + 3600, arn: null });
    expect(got.sessionToken.expose()).toBe('t/+=');
    const [request] = server.requests;
    if (request === undefined) throw new Error('no request');
    expect(request).toMatchObject({ method: 'POST', target: '/' });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: role.roleArn,
      RoleSessionName: 'stowkey',
      DurationSeconds: '3600',
      SerialNumber: 'arn:aws:iam::1:mfa/a',
      TokenCode: '123456',
    });
    const { scope, signedHeaders } = parseAuthorization(request);
    expect(scope).toEqual(['20300101', 'eu-central-1', 'sts', 'aws4_request']);
    expect(signedHeaders).toEqual(['content-type', 'host', 'x-amz-date', 'x-amz-security-token']);
  });

  it('are not signed when the token is the proof', async () => {
    answer(200, success('AssumeRoleWithWebIdentity', credentials));
    await assumeRoleWithWebIdentity(call(), webRole);
    const [request] = server.requests;
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.target).toBe('/');
    expect(request?.body).toContain('WebIdentityToken=id.token.text');
  });

  it('N13 never go to addresses that no such service has', async () => {
    const error = await errorOf(
      getCallerIdentity(call({ endpoint: 'https://169.254.169.254' }), keys),
    );
    expect(error).toMatchObject({ code: 'input.invalid', fields: { stsEndpoint: 'bad-format' } });
  });
});

describe('answers of the security token service', () => {
  it.each([
    ['InvalidClientTokenId', 403, '', 's3.invalid-access-key', {}],
    ['SignatureDoesNotMatch', 403, '', 's3.signature-mismatch', {}],
    [
      'SignatureDoesNotMatch',
      403,
      'Signature expired: 2029 is now earlier than 2030',
      's3.clock-skew',
      {},
    ],
    ['SignatureDoesNotMatch', 403, 'Signature not yet current: 2031', 's3.clock-skew', {}],
    [
      'SignatureDoesNotMatch',
      403,
      'Credential should be scoped to a valid region.',
      's3.signature-mismatch',
      { region: 'bad-format' },
    ],
    ['ExpiredToken', 403, '', 's3.invalid-access-key', {}],
    ['AccessDenied', 403, 'User is not authorized', 'sts.denied', {}],
    [
      'AccessDenied',
      403,
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      'sts.mfa-refused',
      {},
    ],
    [
      'ValidationError',
      400,
      'The requested DurationSeconds exceeds the MaxSessionDuration',
      'server.rejected',
      { durationMinutes: 'out-of-range' },
    ],
    [
      'ValidationError',
      400,
      "Value at 'roleArn' failed",
      'server.rejected',
      { roleArn: 'bad-format' },
    ],
    ['RegionDisabledException', 403, '', 'server.rejected', { region: 'bad-format' }],
    ['Throttling', 400, '', 'server.rate-limited', {}],
    ['InternalFailure', 500, '', 'server.trouble', {}],
    ['SomethingNew', 503, '', 'server.trouble', {}],
    ['SomethingNew', 400, '', 'server.rejected', {}],
    ['__proto__', 400, '', 'server.rejected', {}],
  ])('%s (%i, %s) means %s', async (code, status, message, expected, fields) => {
    answer(status, refusal(code, message));
    const error = await errorOf(assumeRole(call(), keys, role));
    expect(error).toMatchObject({ code: expected, fields });
    expect(inspect(error.params)).not.toMatch(/upstream|authorized|MaxSession/);
  });

  it.each([
    ['ExpiredTokenException', 'sts.token-expired'],
    ['ExpiredToken', 'sts.token-expired'],
    ['InvalidIdentityToken', 'sts.denied'],
    ['IDPRejectedClaim', 'sts.denied'],
    ['AccessDenied', 'sts.denied'],
    ['IDPCommunicationError', 'server.trouble'],
    ['InvalidParameterValue', 'server.rejected'],
  ])('%s for a web identity means %s', async (code, expected) => {
    answer(400, refusal(code));
    expect((await errorOf(assumeRoleWithWebIdentity(call(), webRole))).code).toBe(expected);
  });

  it.each([
    [200, '<!doctype html><p>Sign in to the Wi-Fi', 'server.wrong-host'],
    [302, '', 'server.wrong-host'],
    [404, '', 'server.wrong-host'],
    [200, '{}', 'server.invalid-response'],
    [200, success('GetSessionToken', '<Credentials/>'), 'server.invalid-response'],
    [200, success('AssumeRole', credentials), 'server.invalid-response'],
    [
      200,
      success('GetSessionToken', credentials.replace('2030-01-01T01:00:00Z', 'later')),
      'server.invalid-response',
    ],
    [
      200,
      success('GetSessionToken', credentials.replace('t/+=', 'a&#10;b')),
      'server.invalid-response',
    ],
    [503, '', 'server.trouble'],
    [429, '', 'server.rate-limited'],
    [403, '', 'server.rejected'],
  ])('a reply that is no STS: %i %j means %s', async (status, body, code) => {
    answer(status, body);
    const session = { durationSeconds: 900, mfa: null };
    expect((await errorOf(getSessionToken(call(), keys, session))).code).toBe(code);
  });

  it('a refusal with a clock 16 minutes off is told as that, with how far', async () => {
    answer(403, refusal('AccessDenied'), { date: new Date(now + 960_000).toUTCString() });
    expect(await errorOf(assumeRole(call(), keys, role))).toMatchObject({
      code: 's3.clock-skew',
      params: { minutes: 16, reason: 'behind' },
    });
  });

  it('entities and document types are not expanded', () => {
    const body = `<!DOCTYPE a [<!ENTITY x "y">]>${success('GetCallerIdentity', '<Arn>&x;</Arn>')}`;
    expect(readStsReply('GetCallerIdentity', body)).toEqual({ kind: 'unknown' });
  });

  it('Ceph’s error without a wrapper is understood', () => {
    expect(
      readStsReply(
        'AssumeRole',
        '<Error><Code>AccessDenied</Code><RequestId>1</RequestId></Error>',
      ),
    ).toEqual({ kind: 'error', code: 'AccessDenied', message: '' });
  });

  it.each([
    ['arn:aws:iam::123456789012:user/team/alice', 'team/alice (123456789012)'],
    ['arn:aws:iam::123456789012:root', 'root (123456789012)'],
    ['arn:aws-cn:sts::123456789012:assumed-role/Admin/me', 'Admin/me (123456789012)'],
    ['arn:minio:iam:::user', 'arn:minio:iam:::user'],
  ])('%s reads as %s', (arn, name) => {
    expect(nameOfArn(arn)).toBe(name);
  });
});
