import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Ledger, PlainKeys } from './ledger.ts';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';
import { S3Refusal, type XmlNode, xmlDocument } from './s3-errors.ts';
import { sha256Hex, verifySigV4 } from './sigv4.ts';

/**
 * A stand-in for AWS's security token service, as its API reference tells: a form in a POST, SigV4
 * for the service `sts`, XML replies and errors, MFA codes, external IDs, web identity tokens.
 *
 * The keys it mints work at the S3 stand-in of the same ledger, with their session token only, and
 * until they expire. Stricter than AWS: the content type has to be signed, MFA codes work once,
 * parameters that an action does not have are refused.
 */
export type StsService = {
  readonly endpoint: string;
  readonly faults: FaultControls;
  /** Long-term keys of a user, known to S3 as well. */
  readonly addUser: (user: StsUser & Pick<PlainKeys, 'allows' | 'bucket'>) => void;
  readonly addRole: (role: StsRole) => void;
  readonly trustIssuer: (issuer: TrustedIssuer) => void;
  /** Deactivates or deletes a user's keys. */
  readonly removeUser: (accessKeyId: string) => void;
  readonly setClockOffsetMs: (offsetMs: number) => void;
  readonly close: () => Promise<void>;
};

type StsUser = {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mfa?: { readonly serial: string; readonly codes: readonly string[] };
};

type StsRole = {
  readonly arn: string;
  readonly maxDurationSeconds?: number;
  readonly externalId?: string;
  readonly requiresMfa?: boolean;
  /** Users that may take it; empty for roles of web identities alone. */
  readonly users?: readonly string[];
  readonly issuer?: string;
};

type TrustedIssuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: JSONWebKeySet;
};

const account = '123456789012';

class StsRefusal extends Error {
  override readonly name = 'StsRefusal';
  readonly code: string;
  readonly status: number;
  readonly shown: string;

  constructor(code: string, status: number, shown: string) {
    super(`${code}: ${shown}`);
    this.code = code;
    this.status = status;
    this.shown = shown;
  }
}

const denied = (message: string): StsRefusal => new StsRefusal('AccessDenied', 403, message);
const invalid = (message: string): StsRefusal => new StsRefusal('ValidationError', 400, message);

const requestId = (): string => randomBytes(16).toString('hex');
const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

const stsXml = (root: string, content: XmlNode): string =>
  xmlDocument(root, content, false).replace(`<${root}>`, `<${root} xmlns="${namespace}">`);

const errorReply = (refusal: StsRefusal): Reply => ({
  status: refusal.status,
  headers: { 'content-type': 'text/xml' },
  body: stsXml('ErrorResponse', {
    Error: {
      Type: refusal.status >= 500 ? 'Receiver' : 'Sender',
      Code: refusal.code,
      Message: refusal.shown,
    },
    RequestId: requestId(),
  }),
  refusal: refusal.message,
});

/** S3's refusals of a signature, in the words of the query API. */
const fromS3 = (refusal: S3Refusal): StsRefusal => {
  switch (refusal.code) {
    case 'InvalidAccessKeyId':
      return new StsRefusal(
        'InvalidClientTokenId',
        403,
        'The security token included in the request is invalid.',
      );
    case 'RequestTimeTooSkewed':
      return new StsRefusal(
        'SignatureDoesNotMatch',
        403,
        'Signature expired: 20260115T110000Z is now earlier than 20260115T114500Z (20260115T120000Z - 15 min.)',
      );
    case 'AuthorizationHeaderMalformed':
      return new StsRefusal(
        'SignatureDoesNotMatch',
        403,
        'Credential should be scoped to a valid region.',
      );
    case 'SignatureDoesNotMatch':
      return new StsRefusal('SignatureDoesNotMatch', 403, 'The signature does not match.');
    default:
      return new StsRefusal('IncompleteSignature', 400, refusal.message);
  }
};

type Form = ReadonlyMap<string, string>;

const parametersOf: Readonly<Record<string, readonly string[]>> = {
  GetCallerIdentity: [],
  GetSessionToken: ['DurationSeconds', 'SerialNumber', 'TokenCode'],
  AssumeRole: [
    'RoleArn',
    'RoleSessionName',
    'DurationSeconds',
    'ExternalId',
    'SerialNumber',
    'TokenCode',
  ],
  AssumeRoleWithWebIdentity: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'WebIdentityToken'],
};

const readForm = (exchange: Exchange): Form => {
  if (exchange.method !== 'POST' || exchange.url.pathname !== '/') {
    throw new StsRefusal('InvalidAction', 400, 'Could not find operation.');
  }
  if (exchange.url.search !== '') throw invalid('parameters in the query');
  const type = exchange.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\b/.test(type)) {
    throw new StsRefusal('MalformedInput', 400, 'not a form');
  }
  const form = new Map(new URLSearchParams(exchange.body.toString()));
  if (form.get('Version') !== '2011-06-15') {
    throw new StsRefusal('InvalidAction', 400, 'Could not find operation for this version.');
  }
  const known = parametersOf[form.get('Action') ?? ''];
  if (known === undefined) throw new StsRefusal('InvalidAction', 400, 'Could not find operation.');
  const strange = [...form.keys()].find(
    (name) => name !== 'Action' && name !== 'Version' && !known.includes(name),
  );
  if (strange !== undefined) throw invalid(`unknown parameter ${strange}`);
  return form;
};

const readDuration = (form: Form, usual: number, maximum: number): number => {
  const text = form.get('DurationSeconds');
  const seconds = text === undefined ? usual : Number(text);
  if (!Number.isInteger(seconds) || seconds < 900) {
    throw invalid(
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (seconds > maximum) {
    throw invalid(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
};

export const startStsService = async (options: {
  readonly ledger: Ledger;
  readonly log: (entry: RequestLogEntry) => void;
  /** The region of this endpoint; null takes any. */
  readonly region?: string | null;
}): Promise<StsService> => {
  const { ledger, log, region = null } = options;
  const users = new Map<string, StsUser & Pick<PlainKeys, 'allows' | 'bucket'>>();
  const roles = new Map<string, StsRole>();
  const issuers = new Map<string, TrustedIssuer>();
  /** ARNs of temporary keys. */
  const sessions = new Map<string, string>();
  const usedCodes = new Set<string>();
  let clockOffsetMs = 0;
  const nowEpochMs = (): number => ledger.nowEpochMs() + clockOffsetMs;

  const arnOf = (accessKeyId: string): string | null => {
    const user = users.get(accessKeyId);
    return user === undefined
      ? (sessions.get(accessKeyId) ?? null)
      : `arn:aws:iam::${account}:user/${user.name}`;
  };

  const mint = (
    arn: string,
    seconds: number,
    rights: Pick<PlainKeys, 'allows' | 'bucket'> = {},
  ): XmlNode => {
    const accessKeyId = `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    const sessionToken = randomBytes(120).toString('base64');
    const expiresEpochMs = Math.floor(nowEpochMs() / 1000 + seconds) * 1000;
    ledger.addKeys({ accessKeyId, secretAccessKey, sessionToken, expiresEpochMs, ...rights });
    sessions.set(accessKeyId, arn);
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresEpochMs).toISOString().replace('.000Z', 'Z'),
    };
  };

  /** Says who signed; temporary keys need their session token here as well. */
  const caller = (exchange: Exchange): string => {
    try {
      if (!/SignedHeaders=content-type;/.test(exchange.headers.authorization ?? '')) {
        throw new S3Refusal('AccessDenied', 'the content type is not signed');
      }
      const verified = verifySigV4(exchange, {
        service: 'sts',
        secretOf: (id) => ledger.s3Keys.get(id)?.secretAccessKey ?? null,
        nowEpochMs: nowEpochMs(),
        region,
      });
      if (verified.contentSha256 !== sha256Hex(exchange.body)) {
        throw new S3Refusal('SignatureDoesNotMatch', 'body');
      }
      const record = ledger.s3Keys.get(verified.accessKeyId);
      const token = exchange.headers['x-amz-security-token'];
      if (record === undefined || arnOf(verified.accessKeyId) === null) {
        throw new S3Refusal('InvalidAccessKeyId');
      }
      if (token !== record.sessionToken) throw new S3Refusal('InvalidAccessKeyId', 'token');
      if (record.expiresEpochMs !== undefined && nowEpochMs() >= record.expiresEpochMs) {
        throw new StsRefusal(
          'ExpiredToken',
          403,
          'The security token included in the request is expired',
        );
      }
      return verified.accessKeyId;
    } catch (error) {
      if (error instanceof S3Refusal) throw fromS3(error);
      throw error;
    }
  };

  /** True when a good code was given; a wrong one always refuses. */
  const checkMfa = (form: Form, accessKeyId: string): boolean => {
    const serial = form.get('SerialNumber');
    const code = form.get('TokenCode');
    if (serial === undefined && code === undefined) return false;
    const mfa = users.get(accessKeyId)?.mfa;
    if (code === undefined || !/^\d{6}$/.test(code)) {
      throw invalid("Value at 'tokenCode' failed to satisfy constraint");
    }
    if (mfa === undefined || mfa.serial !== serial) {
      throw denied(
        'MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.',
      );
    }
    if (!mfa.codes.includes(code) || usedCodes.has(`${accessKeyId} ${code}`)) {
      throw denied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
    }
    usedCodes.add(`${accessKeyId} ${code}`);
    return true;
  };

  const roleSession = (role: StsRole, form: Form) => {
    const sessionName = form.get('RoleSessionName') ?? '';
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid("Value at 'roleSessionName'");
    const seconds = readDuration(form, 3600, role.maxDurationSeconds ?? 3600);
    // MinIO answers without an ARN when it was asked without a role.
    const roleName = role.arn.split('/').at(-1);
    const arn =
      role.arn === '' ? '' : `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
    return {
      Credentials: mint(arn, seconds),
      AssumedRoleUser: { AssumedRoleId: `AROA:${sessionName}`, Arn: arn },
    };
  };

  const assumeRole = (form: Form, accessKeyId: string): XmlNode => {
    const role = roles.get(form.get('RoleArn') ?? '');
    const user = users.get(accessKeyId);
    const withMfa = checkMfa(form, accessKeyId);
    const mayTake =
      role !== undefined &&
      user !== undefined &&
      role.users?.includes(user.name) === true &&
      (role.externalId === undefined || role.externalId === form.get('ExternalId')) &&
      (role.requiresMfa !== true || withMfa);
    if (!mayTake) {
      throw denied(
        `User: ${arnOf(accessKeyId)} is not authorized to perform: sts:AssumeRole on resource: ${form.get('RoleArn')}`,
      );
    }
    return roleSession(role, form);
  };

  const getSessionToken = (form: Form, accessKeyId: string): XmlNode => {
    const user = users.get(accessKeyId);
    if (user === undefined) throw denied('Cannot call GetSessionToken with session credentials');
    checkMfa(form, accessKeyId);
    const seconds = readDuration(form, 43_200, 129_600);
    const { allows = {}, bucket = null } = user;
    return {
      Credentials: mint(`arn:aws:iam::${account}:user/${user.name}`, seconds, { allows, bucket }),
    };
  };

  const assumeWithWebIdentity = async (form: Form): Promise<XmlNode> => {
    const role = roles.get(form.get('RoleArn') ?? '');
    const trusted = issuers.get(role?.issuer ?? '');
    if (role === undefined || trusted === undefined) {
      throw denied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    }
    const token = form.get('WebIdentityToken') ?? '';
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(trusted.jwks), {
        issuer: trusted.issuer,
        audience: trusted.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: new Date(nowEpochMs()),
      });
      return {
        ...roleSession(role, form),
        SubjectFromWebIdentityToken: payload.sub ?? '',
        Audience: trusted.audience,
        Provider: trusted.issuer,
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new StsRefusal('ExpiredTokenException', 400, 'Token expired: current date/time …');
      }
      if (error instanceof errors.JOSEError) {
        throw new StsRefusal('InvalidIdentityToken', 400, error.message);
      }
      throw error;
    }
  };

  const perform = async (action: string, form: Form, exchange: Exchange): Promise<XmlNode> => {
    if (action === 'AssumeRoleWithWebIdentity') return assumeWithWebIdentity(form);
    const accessKeyId = caller(exchange);
    if (action === 'AssumeRole') return assumeRole(form, accessKeyId);
    if (action === 'GetSessionToken') return getSessionToken(form, accessKeyId);
    return { Arn: arnOf(accessKeyId) ?? '', UserId: accessKeyId, Account: account };
  };

  const server = await startLoopbackServer({
    name: 'sts',
    log,
    maxBodyBytes: 65_536,
    handle: async (exchange) => {
      const date = { date: new Date(nowEpochMs()).toUTCString() };
      try {
        const form = readForm(exchange);
        const action = form.get('Action') ?? '';
        const result = await perform(action, form, exchange);
        return {
          status: 200,
          headers: { 'content-type': 'text/xml', ...date },
          body: stsXml(`${action}Response`, {
            [`${action}Result`]: result,
            ResponseMetadata: { RequestId: requestId() },
          }),
        };
      } catch (error) {
        if (!(error instanceof StsRefusal)) throw error;
        const reply = errorReply(error);
        return { ...reply, headers: { ...reply.headers, ...date } };
      }
    },
  });

  return {
    endpoint: server.origin,
    faults: server.faults,
    addUser: (user) => {
      const { accessKeyId, secretAccessKey, allows = {}, bucket = null } = user;
      users.set(accessKeyId, user);
      ledger.addKeys({ accessKeyId, secretAccessKey, allows, bucket });
    },
    removeUser: (accessKeyId) => {
      users.delete(accessKeyId);
      ledger.s3Keys.delete(accessKeyId);
    },
    addRole: (role) => {
      roles.set(role.arn, role);
    },
    trustIssuer: (issuer) => {
      issuers.set(issuer.issuer, issuer);
    },
    setClockOffsetMs: (offsetMs) => {
      clockOffsetMs = offsetMs;
    },
    close: server.close,
  };
};
