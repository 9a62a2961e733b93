import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { parseEndpoint } from '../platform/address-policy.ts';
import type { Clock, HttpClient } from '../platform/interfaces.ts';
import { readClockSkew } from './clock-skew.ts';
import { judgeSts } from './judge-sts.ts';
import { formContentType, type S3Keys, signStsRequest } from './signed-request.ts';
import { readStsReply, type StsAction } from './sts-reply.ts';

/** Where and how the security token service is asked. */
export type StsCall = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Base address of the service: AWS's regional one, or a MinIO or Ceph server. */
  readonly endpoint: string;
  readonly region: string;
};

export type TemporaryKeys = Required<S3Keys> & {
  readonly expiresAtEpochSeconds: number;
  readonly arn: string | null;
};

/** The code of an MFA device, and which device it is. */
export type MfaProof = { readonly serial: string; readonly code: Secret };

type StsParameters = Readonly<Record<string, string | number | null>>;

/**
 * Sends one action as a form (a POST body, so that nothing of it ends up in a URL) and judges the
 * reply. `keys` is null for the one action that is not signed.
 */
const call = async (sts: StsCall, action: StsAction, given: StsParameters, keys: S3Keys | null) => {
  const { http, clock, signal, region } = sts;
  const endpoint = parseEndpoint(sts.endpoint);
  if (!endpoint.ok) {
    throw new AppError('input.invalid', { fields: { stsEndpoint: endpoint.problem } });
  }
  const form = new URLSearchParams({ Action: action, Version: '2011-06-15' });
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== '') form.set(name, String(value));
  }
  const request =
    keys === null
      ? { url: endpoint.url, headers: { 'content-type': formContentType }, body: form.toString() }
      : await signStsRequest({
          url: endpoint.url,
          keys,
          region,
          form,
          atEpochMs: clock.nowEpochMs(),
        });
  const response = await http({ method: 'POST', ...request, signal });
  const nowEpochMs = clock.nowEpochMs();
  return judgeSts({
    action,
    response,
    reply: readStsReply(action, response.body),
    host: endpoint.url.host,
    clockSkewSeconds: readClockSkew(response.headers, nowEpochMs),
    nowEpochMs,
  });
};

const temporaryKeys = async (...request: Parameters<typeof call>): Promise<TemporaryKeys> => {
  const reply = await call(...request);
  if (reply.kind !== 'credentials') throw new AppError('server.invalid-response');
  return {
    accessKeyId: new Secret(reply.accessKeyId),
    secretAccessKey: new Secret(reply.secretAccessKey),
    sessionToken: new Secret(reply.sessionToken),
    expiresAtEpochSeconds: reply.expiresAtEpochSeconds,
    arn: reply.arn,
  };
};

const mfaParameters = (mfa: MfaProof | null): StsParameters =>
  mfa === null ? {} : { SerialNumber: mfa.serial, TokenCode: mfa.code.expose() };

/** Says whose keys these are, as an ARN. Needs no permission, and proves the keys. */
export const getCallerIdentity = async (sts: StsCall, keys: S3Keys): Promise<string> => {
  const reply = await call(sts, 'GetCallerIdentity', {}, keys);
  if (reply.kind !== 'identity') throw new AppError('server.invalid-response');
  return reply.arn;
};

/** Gets keys of a role. MinIO takes no role and gives keys of the caller's own policy. */
export const assumeRole = (
  sts: StsCall,
  keys: S3Keys,
  role: {
    readonly roleArn: string;
    readonly sessionName: string;
    readonly durationSeconds: number;
    readonly externalId: string;
    readonly mfa: MfaProof | null;
  },
): Promise<TemporaryKeys> =>
  temporaryKeys(
    sts,
    'AssumeRole',
    {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: role.durationSeconds,
      ExternalId: role.externalId,
      ...mfaParameters(role.mfa),
    },
    keys,
  );

/** Gets temporary keys of the same user, with the proof of an MFA device in them if one is given. */
export const getSessionToken = (
  sts: StsCall,
  keys: S3Keys,
  session: { readonly durationSeconds: number; readonly mfa: MfaProof | null },
): Promise<TemporaryKeys> =>
  temporaryKeys(
    sts,
    'GetSessionToken',
    { DurationSeconds: session.durationSeconds, ...mfaParameters(session.mfa) },
    keys,
  );

/**
 * Turns an identity provider's token into keys. Not signed: the token is the proof.
 *
 * Throws `sts.token-expired` when the token has run out, `sts.denied` when the role or the server
 * does not take it.
 */
export const assumeRoleWithWebIdentity = (
  sts: StsCall,
  role: {
    readonly token: Secret;
    readonly roleArn: string;
    readonly sessionName: string;
    readonly durationSeconds: number;
  },
): Promise<TemporaryKeys> =>
  temporaryKeys(
    sts,
    'AssumeRoleWithWebIdentity',
    {
      WebIdentityToken: role.token.expose(),
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: role.durationSeconds,
    },
    null,
  );
