import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import { accountName } from '../account-name.ts';

/** Version of the format below; a template of another version is refused, never guessed at. */
export const templateVersion = 1;

/** Text that is shown: no control characters, and nothing that makes it read as another. */
const shown = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u);
/** A name, or an example of what to type: shown as it stands wherever accounts' names are. */
const shownName = (longest: number) => shown(longest).refine((text) => accountName(text) === text);
const name = z.string().regex(/^[a-z][a-zA-Z0-9]{0,31}$/);
const parameterName = z.string().regex(/^[a-zA-Z][\w.-]{0,63}$/);
const parameterValue = z.string().max(512);
const sentence = shown(400);

/** May hold `{names}` of variables; `check.ts` looks at every address they can make. */
const address = z.string().min(1).max(512);
/**
 * One host, written out. No wildcards: the person is shown these before the template is used, and
 * who could own a name below `*.co.uk` is more than anybody can judge.
 */
const hostName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,252}(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/);

/** What a name in an address may stand for: a host, perhaps with a port, or a part of a path. */
const hostOrPart = /^[\w.-]{1,128}(:\d{1,5})?$/;

const link = z.strictObject({ label: shown(60), url: z.url({ protocol: /^https$/ }).max(512) });

const head = {
  /** Lets an editor check the file while it is written. */
  $schema: z.string().max(512).optional(),
  stowkeyTemplate: z.literal(templateVersion),
  id: providerIdSchema,
  name: shownName(60),
  /** One line for the gallery. */
  summary: shown(120),
  group: z.enum(['sign-in', 'keys', 'own']),
  mark: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** What to do at the provider before connecting: where to click, what to register. */
  guide: z.array(sentence).max(12),
  links: z.array(link).max(6),
  /** Every host that may be contacted, besides those that the person types. */
  contacts: z.array(hostName).max(40),
  /** What stays at the provider once a connection is deleted here, and where a person ends it. */
  afterDisconnect: sentence.optional(),
};

const option = { value: z.string().min(1).max(256), label: shown(80), help: sentence.optional() };

/** Something that the person says once and that addresses are made of, such as a tenant. */
const variable = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('choice'),
    name,
    label: shown(80),
    help: sentence.optional(),
    advanced: z.boolean().optional(),
    initial: z.string().max(256),
    options: z
      .array(
        z.strictObject({
          ...option,
          /** What each `{name}` stands for while this option is chosen. */
          sets: z.record(name, z.string().regex(hostOrPart)),
        }),
      )
      .min(2)
      .max(12),
  }),
  /** Typed by the person; stands for one part of a path, never for a host. */
  z.strictObject({
    kind: z.literal('text'),
    name,
    label: shown(80),
    help: sentence.optional(),
    advanced: z.boolean().optional(),
    initial: z
      .string()
      .regex(/^[\w.-]{1,128}$/)
      .optional(),
  }),
]);

const endpoints = {
  authorization: address,
  token: address,
  revocation: address.optional(),
  device: address.optional(),
  userinfo: address.optional(),
  pushedAuthorization: address.optional(),
};

/** Where the authorization server is. */
const server = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('endpoints'),
    ...endpoints,
    /** Expected in `iss` of the redirect (when announced) and of ID tokens. */
    issuer: address.optional(),
    announcesIssuer: z.boolean().optional(),
    jwks: address.optional(),
  }),
  /** Everything from the metadata of this issuer (RFC 8414, OIDC Discovery). */
  z.strictObject({ kind: z.literal('discovery'), issuer: address }),
  z.strictObject({
    kind: z.literal('asked-issuer'),
    label: shown(80),
    help: sentence.optional(),
    placeholder: shownName(200).optional(),
  }),
  z.strictObject({
    kind: z.literal('asked-endpoints'),
    placeholder: z
      .strictObject({ authorization: shownName(200), token: shownName(200) })
      .optional(),
    /** Further endpoints to ask for, all optional. */
    also: z.array(z.enum(['revocation', 'device', 'userinfo'])).max(3),
  }),
  /** One typed base address and paths below it. */
  z.strictObject({
    kind: z.literal('asked-base'),
    label: shown(80),
    help: sentence.optional(),
    placeholder: shownName(200).optional(),
    ...endpoints,
  }),
]);

export const clientAuthentications = [
  'none',
  'client_secret_post',
  'client_secret_basic',
  'client_secret_jwt',
  'private_key_jwt',
] as const;

const client = z.strictObject({
  /** The first is what is used unless the person chooses another of them. */
  authentications: z.array(z.enum(clientAuthentications)).min(1).max(5),
  idLabel: shown(60).optional(),
  secretLabel: shown(60).optional(),
  idHelp: sentence.optional(),
  secretHelp: sentence.optional(),
  /** Offers to register a client by itself where the server can (RFC 7591). */
  registration: z.boolean().optional(),
});

const path = z.string().regex(/^(\/[\w./-]{0,100})?$/);

/** False where the provider takes loopback without being told, so that the form shows no address. */
const needsRegistering = z.boolean().optional();

const redirect = z.discriminatedUnion('kind', [
  /** Any free port of 127.0.0.1; the port is not part of what is registered (RFC 8252, 7.3). */
  z.strictObject({ kind: z.literal('ephemeral-ip'), path, needsRegistering }),
  z.strictObject({ kind: z.literal('ephemeral-localhost'), path, needsRegistering }),
  /** Registered character for character; the person says which of them are. */
  z.strictObject({ kind: z.literal('fixed-ports'), uris: z.array(address).min(1).max(6) }),
  /** Typed by the person: listened on if it is loopback with a port, else pasted. */
  z.strictObject({ kind: z.literal('typed'), initial: address.optional() }),
  /** The person copies the address that the browser ends at; without a URI, the code shown there. */
  z.strictObject({ kind: z.literal('paste'), uri: address.nullable() }),
]);

const scopes = z.strictObject({
  separator: z.enum([' ', ',']),
  /** Asked for whatever the person chooses, such as `offline_access`. */
  always: z.array(z.string().min(1).max(256)).max(12),
  offered: z.array(z.strictObject({ ...option, initial: z.boolean() })).max(24),
  /** Adds a field for scopes that only the person knows. */
  typed: z.strictObject({ label: shown(80), help: sentence.optional() }).optional(),
  /** How many of the offered ones must be chosen. */
  least: z.number().int().min(0).max(24).optional(),
});

const quirks = z.strictObject({
  tokenTypeMayBeMissing: z.boolean(),
  errorsWithStatus200: z.boolean(),
  formEncoded: z.boolean(),
  errorsAreMessages: z.boolean(),
  neverExpires: z.boolean(),
});

const tokens = z.strictObject({
  quirks: quirks.partial().optional(),
  /** `rotates`: each refresh token works once. `static`: it stays. `none`: sign in again. */
  refresh: z.enum(['rotates', 'static', 'none']),
  /** What the person should know of how long things live. */
  notes: z.array(sentence).max(6),
  /** Offers to paste a refresh token that was got elsewhere. */
  acceptsRefreshToken: z.boolean().optional(),
  /**
   * Refresh tokens of clients under test die after so many days; a refusal that fits is explained
   * with `reason`.
   */
  testingLimit: z
    .strictObject({
      days: z.number().int().min(1).max(400),
      reason: z.string().regex(/^[a-z-]{1,40}$/),
    })
    .optional(),
});

/** How the tokens end at the provider. */
const revocation = z.discriminatedUnion('kind', [
  /** RFC 7009 at `server.revocation`, or at the discovered endpoint. */
  z.strictObject({ kind: z.literal('rfc7009') }),
  z.strictObject({
    kind: z.literal('call'),
    method: z.enum(['GET', 'POST']),
    url: address,
    /** Which token is sent; the access token when there is no refresh token. */
    token: z.enum(['refresh-token', 'access-token']),
    place: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('bearer') }),
      z.strictObject({ kind: z.literal('form'), field: parameterName }),
    ]),
    /** Adds client_id and client_secret to the form. */
    clientCredentials: z.boolean(),
  }),
  /** By the person, at the provider: `afterDisconnect` says where. */
  z.strictObject({ kind: z.literal('none') }),
]);

const dotted = z.string().regex(/^[\w-]{1,64}(\.[\w-]{1,64}){0,4}$/);

/** How the account's name is found. `account` lists dotted paths; the first that is there counts. */
const identity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('userinfo'), account: z.array(dotted).min(1).max(6) }),
  z.strictObject({
    kind: z.literal('call'),
    method: z.enum(['GET', 'POST']),
    url: address,
    account: z.array(dotted).min(1).max(6),
    /** Errors come with status 200; any value but this one at this path is one. */
    success: z.strictObject({ path: dotted, equals: z.string().max(64) }).optional(),
    /** Values of `success.path` that mean that the token is no longer good. */
    rejected: z.array(z.string().max(64)).max(12).optional(),
  }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** How much of its storage an account uses, in bytes. Without a call of its own, identity's reply says it. */
const quota = z.strictObject({
  call: z.strictObject({ method: z.enum(['GET', 'POST']), url: address }).optional(),
  used: dotted,
  /** Left out of the reply where there is no limit. */
  total: dotted,
});

/** A redirect parameter that is kept, and the only values that are believed. */
const keptParameter = z.strictObject({
  name,
  allowed: z.array(z.string().regex(hostOrPart)).min(1).max(12),
  /** Taken when the redirect does not say; without it such a redirect is refused. */
  fallback: z.string().max(128).optional(),
});

const oauthTemplate = z.strictObject({
  ...head,
  kind: z.literal('oauth2'),
  variables: z.array(variable).max(4).optional(),
  server,
  client,
  redirect: z.array(redirect).min(1).max(5),
  scopes,
  authorization: z.strictObject({
    /** Sent with the authorization request, such as `access_type=offline`. */
    parameters: z.record(parameterName, parameterValue),
    responseMode: z.enum(['query', 'form_post']),
    /** `may-be-left-out`: sent, unless the person says that the server refuses it. */
    pkce: z.enum(['S256', 'may-be-left-out', 'off']),
    state: z.enum(['required', 'may-be-dropped']),
    /** Asks for and checks an ID token when the scope `openid` is among those asked for. */
    openid: z.boolean(),
  }),
  keepFromRedirect: z.array(keptParameter).max(4).optional(),
  tokens,
  device: z
    .strictObject({
      help: sentence.optional(),
      /** The only scopes that a device code may ask for; all of them when left out. */
      scopes: z.array(z.string().min(1).max(256)).min(1).max(24).optional(),
    })
    .optional(),
  identity,
  quota: quota.optional(),
  revocation,
  /** Which kind of file the provider offers for download, besides `.env` blocks and plain JSON. */
  prefill: z.literal('google-client').optional(),
});

const s3Template = z.strictObject({
  ...head,
  kind: z.literal('s3'),
  endpoint: z.discriminatedUnion('kind', [
    /** An address, perhaps with `{region}` in it. */
    z.strictObject({ kind: z.literal('pattern'), url: address }),
    z.strictObject({ kind: z.literal('asked'), placeholder: shownName(200).optional() }),
  ]),
  /** Empty: the person types one. */
  regions: z
    .array(
      z.strictObject({
        value: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/i),
        label: shown(80).optional(),
      }),
    )
    .max(64),
  region: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/i),
  addressing: z.enum(['path', 'virtual']),
});

/** A provider as data: everything an adapter needs to know to speak with it. `parse.ts` checks the rest. */
export const templateShape = z.discriminatedUnion('kind', [oauthTemplate, s3Template]);

export type ProviderTemplate = z.infer<typeof templateShape>;
export type OAuthTemplate = Extract<ProviderTemplate, { kind: 'oauth2' }>;
export type S3Template = Extract<ProviderTemplate, { kind: 's3' }>;

/** Gives the JSON schema that editors and other programs check templates with. */
export const templateJsonSchema = (): unknown => ({
  ...z.toJSONSchema(templateShape, { io: 'input' }),
  title: 'Stowkey provider template',
});
