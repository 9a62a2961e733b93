import { z } from 'zod';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { signInWithCode } from '../../oauth/flow/code.ts';
import { signInWithDevice } from '../../oauth/flow/device.ts';
import { ProviderRedirectError } from '../../oauth/redirect/provider-error.ts';
import { OAuthErrorResponse } from '../../oauth/token/reply.ts';
import { refreshTokens } from '../../oauth/token/requests.ts';
import type { CodeTokens, OAuthClient, OAuthServer, TokenSet } from '../../oauth/types.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import { parseJson } from '../../platform/json.ts';
import type { Credential, ProviderContext, ProviderSettings, VerifyReport } from '../adapter.ts';
import { learnt, requireField } from '../stored-settings.ts';
import { accountOf, canIdentify, endTokens, identify, readQuota, subjectOf } from './calls.ts';
import { clientToStore, findClient, storedClient, storedClientId } from './client.ts';
import { codeFlowOf, keptFields, numberIn, quirksOf, scopesIn, tokenFields } from './flow.ts';
import { mayLeaveOutPkce, type TemplateSettings } from './form.ts';
import type { OAuthTemplate } from './schema.ts';
import {
  discoveredToStore,
  findServer,
  guardedFor,
  storedServerOf,
  storedValues,
} from './server.ts';

export type TemplateOrigin = 'built-in' | 'imported';

/** What the form held that must not be written down beside the settings. */
type FormSecrets = {
  /** The client secret or the private key, whichever the client proves itself with. */
  readonly clientSecret: Secret | null;
  readonly refreshToken: Secret | null;
};

/** A token that ends sooner than this may not live until it arrives. */
const marginSeconds = 30;
const secondsPerDay = 86_400;

/** Both ends of the conversation about stored tokens, and a context that reaches no other host. */
type Open = {
  readonly context: ProviderContext;
  readonly settings: TemplateSettings;
  readonly server: OAuthServer;
  readonly fields: SecretFields;
};

/** Tokens, and the settings that they were got with. */
type Got = { readonly tokens: TokenSet | CodeTokens; readonly used: TemplateSettings };

type Parties = { readonly server: OAuthServer; readonly client: OAuthClient };

/** Whose tokens they are; proven when the provider answered to them. */
type Named = { readonly fields: SecretFields; readonly isProven: boolean };

/** Everything that is done with the tokens of a template's provider. Holds no state. */
export const createTemplateSession = (
  template: OAuthTemplate,
  readStored: (settings: ProviderSettings) => TemplateSettings,
  origin: TemplateOrigin,
) => {
  const openStored = (context: ProviderContext, { settings, fields }: Credential): Open => {
    const read = readStored(settings);
    const server = storedServerOf(template, read, fields);
    const contacts = contactsIn(fields) ?? template.contacts;
    return {
      context: guardedFor(context, template, read, { server, contacts }),
      settings: read,
      server,
      fields,
    };
  };

  /** Names the account; a provider that does not answer now costs no tokens. */
  const nameFields = async (
    context: ProviderContext,
    { server, client }: Parties,
    tokens: Pick<TokenSet, 'accessToken' | 'idToken'>,
    values: Readonly<Record<string, string>>,
  ): Promise<Named> => {
    const fromIdToken = accountOf(template, tokens.idToken);
    if (!canIdentify(template, server)) return { fields: named(fromIdToken), isProven: false };
    context.step('identify');
    try {
      const { account } = await identify(context, template, {
        server,
        values,
        clientId: client.clientId,
        accessToken: tokens.accessToken,
        subject: subjectOf(tokens.idToken),
      });
      return { fields: named(account ?? fromIdToken), isProven: true };
    } catch (error) {
      if (isAppError(error, 'operation.cancelled', 'oauth.invalid-id-token')) throw error;
      return { fields: named(fromIdToken), isProven: false };
    }
  };

  /**
   * Names the account of tokens that may be another person's, whose sign-in was slipped into this
   * one: the person says whether it is theirs, and the list shows whose it is.
   */
  const nameOrRefuse: typeof nameFields = async (context, parties, tokens, values) => {
    context.step('identify');
    const { account } = await identify(context, template, {
      server: parties.server,
      values,
      clientId: parties.client.clientId,
      accessToken: tokens.accessToken,
      subject: subjectOf(tokens.idToken),
    });
    if (account === null) throw new AppError('oauth.wrong-state');
    if (!(await context.confirm({ kind: 'review-account', account }))) {
      // It is not revoked: the tokens may be those of a sign-in that another account here holds.
      throw new AppError('oauth.refused-by-person');
    }
    return { fields: { ...named(account), stateVerified: new Secret('no') }, isProven: true };
  };

  /** Signs in, with a browser, a device code or a pasted refresh token. */
  const signIn = async (
    outside: ProviderContext,
    settings: TemplateSettings,
    secrets: FormSecrets,
    stored: SecretFields,
  ): Promise<Credential> => {
    const server = await findServer(outside, template, settings);
    const contacts = template.contacts;
    const context = guardedFor(outside, template, settings, { server, contacts });
    const client = await findClient(context, settings, {
      server,
      secret: secrets.clientSecret,
      stored,
    });
    const { tokens, used } = await getTokens(
      context,
      settings,
      { server, client },
      secrets.refreshToken,
    );
    const kept = keptFields(template, tokens);
    const nowEpochMs = context.clock.nowEpochMs();
    const fields: SecretFields = {
      ...tokenFields(tokens, nowEpochMs),
      ...kept,
      ...clientToStore(settings, client),
      ...discoveredToStore(template, server),
      ...(origin === 'imported' ? { contacts: new Secret(JSON.stringify(contacts)) } : {}),
      // A pasted refresh token is older than it looks.
      ...(secrets.refreshToken === null ? { grantedAtEpochSeconds: seconds(nowEpochMs) } : {}),
    };
    const values = storedValues(template, settings, fields);
    const name = isUnproven(template, tokens) ? nameOrRefuse : nameFields;
    const { fields: own, isProven } = await name(context, { server, client }, tokens, values);
    return { settings: learnt(used, tokens), fields: { ...fields, ...own }, isProven };
  };

  const getTokens = async (
    context: ProviderContext,
    settings: TemplateSettings,
    parties: Parties,
    refreshToken: Secret | null,
  ): Promise<Got> => {
    const quirks = quirksOf(template);
    if (refreshToken !== null) {
      context.step('refresh-tokens');
      const tokens = await refreshTokens(context, {
        ...parties,
        quirks,
        refreshToken,
        scopes: settings.scopes,
        scopeSeparator: template.scopes.separator,
      }).catch((error: unknown) => {
        // It was typed a moment ago, so nothing is stored that could have gone stale.
        throw isAppError(error, 'oauth.sign-in-again', 'oauth.renewal-refused')
          ? new AppError('oauth.sign-in-again', {
              params: { ...error.params, reason: 'pasted-refresh-token' },
            })
          : error;
      });
      return { tokens, used: settings };
    }
    if (settings.useDeviceCode) {
      const tokens = await signInWithDevice(context, {
        ...parties,
        quirks,
        scopes: settings.scopes,
        scopeSeparator: template.scopes.separator,
        openid: template.authorization.openid && settings.scopes.includes('openid'),
      });
      return { tokens, used: settings };
    }
    if (parties.server.authorizationEndpoint === '') {
      throw new AppError('input.invalid', { fields: { authorizationUrl: 'required' } });
    }
    return getTokensByBrowser(context, settings, parties);
  };

  /** Signs in once more without PKCE where the server refuses the request and the person agrees. */
  const getTokensByBrowser = async (
    context: ProviderContext,
    settings: TemplateSettings,
    parties: Parties,
  ): Promise<Got> => {
    const signInWith = async (used: TemplateSettings): Promise<Got> => ({
      tokens: await signInWithCode(context, codeFlowOf(template, used, parties)),
      used,
    });
    try {
      return await signInWith(settings);
    } catch (error) {
      const isOffered = mayLeaveOutPkce(template) && !settings.withoutPkce;
      if (!isOffered || !isInvalidRequest(error)) throw error;
      const { host } = new URL(parties.server.authorizationEndpoint);
      if (!(await context.confirm({ kind: 'without-pkce', host }))) throw error;
      return signInWith({ ...settings, withoutPkce: true });
    }
  };

  const renewStored = async (opened: Open, client: OAuthClient): Promise<Credential> => {
    const { context, settings, server, fields } = opened;
    const { refreshToken, idToken } = fields;
    if (refreshToken === undefined) {
      throw new AppError('oauth.sign-in-again', { params: { reason: 'no-refresh-token' } });
    }
    try {
      const tokens = await refreshTokens(context, {
        server,
        client,
        quirks: quirksOf(template),
        refreshToken,
        scopes: scopesIn(fields),
        scopeSeparator: template.scopes.separator,
        subject: subjectOf(idToken ?? null),
      });
      // The former end says nothing about the new token.
      const { expiresAtEpochSeconds: _, ...rest } = fields;
      return {
        settings: learnt(settings, tokens),
        fields: { ...rest, ...tokenFields(tokens, context.clock.nowEpochMs()) },
      };
    } catch (error) {
      throw withReason(error, template, fields);
    }
  };

  const isOver = ({ context, fields }: Open): boolean => {
    const expiresAt = numberIn(fields, 'expiresAtEpochSeconds');
    const now = context.clock.nowEpochMs() / 1000;
    return expiresAt !== null && expiresAt - now < marginSeconds;
  };

  const canRenew = ({ fields }: Open): boolean =>
    template.tokens.refresh !== 'none' && fields.refreshToken !== undefined;

  return {
    connect: (
      context: ProviderContext,
      settings: TemplateSettings,
      secrets: FormSecrets,
    ): Promise<Credential> => signIn(context, settings, secrets, {}),

    renew: async (outside: ProviderContext, current: Credential): Promise<Credential> => {
      const opened = openStored(outside, current);
      const client = await storedClient(opened.context, opened.settings, opened.fields);
      opened.context.step('refresh-tokens');
      return renewStored(opened, client);
    },

    /** Through the browser with the stored settings, whatever the state of the tokens. */
    signInAgain: async (outside: ProviderContext, current: Credential): Promise<Credential> => {
      const settings = readStored(current.settings);
      // What was given to one set of hosts is not sent to another without asking.
      const { contacts } = current.fields;
      const isSame =
        contacts === undefined || contacts.expose() === JSON.stringify(template.contacts);
      const stored = isSame ? current.fields : {};
      return signIn(
        outside,
        settings,
        { refreshToken: null, clientSecret: stored.clientSecret ?? null },
        stored,
      );
    },

    /**
     * Asks the provider whose tokens these are. An access token that has run out is renewed instead,
     * which proves as much; the renewed tokens come back in the report and nothing is asked after
     * that, because they have to be stored first.
     */
    verify: async (outside: ProviderContext, current: Credential): Promise<VerifyReport> => {
      const opened = openStored(outside, current);
      const { context, server, settings, fields } = opened;
      const renew = async (): Promise<VerifyReport> => {
        const client = await storedClient(context, settings, fields);
        const renewed = await renewStored(opened, client);
        return { verifiedAtEpochSeconds: nowEpochSeconds(context.clock), renewed };
      };
      const renewable = canRenew(opened);
      if (renewable && (isOver(opened) || !canIdentify(template, server))) return renew();
      const call = {
        server,
        values: storedValues(template, settings, fields),
        clientId: storedClientId(settings, fields),
        accessToken: requireField(fields, 'accessToken'),
        subject: subjectOf(fields.idToken ?? null),
      };
      try {
        const { account, claims } = await identify(context, template, call);
        const storage = await readQuota(context, template, call, claims);
        const atEpochSeconds = nowEpochSeconds(context.clock);
        return {
          verifiedAtEpochSeconds: atEpochSeconds,
          ...(canIdentify(template, server)
            ? { signInCheck: { atEpochSeconds, account, storage } }
            : {}),
        };
      } catch (error) {
        if (renewable && isAppError(error, 'oauth.sign-in-again')) return renew();
        throw error;
      }
    },

    /** Ends the tokens at the provider; what has ended already is fine. */
    end: async (outside: ProviderContext, current: Credential): Promise<void> => {
      const opened = openStored(outside, current);
      const { context, server, settings } = opened;
      // Nobody is asked for a secret in order to forget one.
      const client = await storedClient(withoutAsking(context), settings, opened.fields);
      const endWith = async (fields: SecretFields): Promise<void> =>
        endTokens(context, template, {
          server,
          client,
          values: storedValues(template, settings, fields),
          accessToken: requireField(fields, 'accessToken'),
          refreshToken: fields.refreshToken ?? null,
        });
      const needsFreshToken =
        template.revocation.kind === 'call' && template.revocation.place.kind === 'bearer';
      try {
        const isStale = needsFreshToken && canRenew(opened) && isOver(opened);
        await endWith(isStale ? (await renewStored(opened, client)).fields : opened.fields);
      } catch (error) {
        if (isAppError(error, 'oauth.sign-in-again')) return;
        throw error;
      }
    },
  };
};

/** A word of RFC 6749, of the redirect (section 4.1.2.1) or of the token endpoint (section 5.2). */
const isInvalidRequest = (error: unknown): boolean =>
  (error instanceof ProviderRedirectError || error instanceof OAuthErrorResponse) &&
  error.errorCode === 'invalid_request';

const contactsSchema = z.array(z.string());

/** The hosts that were shown when the connection of an imported template was made. */
const contactsIn = ({ contacts }: SecretFields): readonly string[] | null => {
  if (contacts === undefined) return null;
  const parsed = contactsSchema.safeParse(parseJson(contacts.expose()));
  if (!parsed.success) throw new AppError('keychain.corrupt');
  return parsed.data;
};

const named = (account: string | null): SecretFields =>
  account === null ? {} : { account: new Secret(account) };

/** A pasted code bears no state either, but nobody slips it in: the person brings it. */
const isUnproven = ({ authorization }: OAuthTemplate, tokens: TokenSet | CodeTokens): boolean =>
  authorization.state === 'may-be-dropped' && 'stateVerified' in tokens && !tokens.stateVerified;

const seconds = (epochMs: number): Secret => new Secret(String(Math.floor(epochMs / 1000)));

const withoutAsking = (context: ProviderContext): ProviderContext => ({
  ...context,
  askSecret: async () => {
    throw new AppError('oauth.not-revoked', { params: { reason: 'no-client-secret' } });
  },
});

/**
 * Says why a refresh token died if the provider's limit for clients under test fits: it was never
 * good for longer than that since the person signed in.
 */
const withReason = (error: unknown, { tokens }: OAuthTemplate, fields: SecretFields): unknown => {
  const { testingLimit } = tokens;
  const grantedAt = numberIn(fields, 'grantedAtEpochSeconds');
  if (testingLimit === undefined || grantedAt === null) return error;
  if (!isAppError(error, 'oauth.sign-in-again')) return error;
  const lastGood = numberIn(fields, 'renewedAtEpochSeconds') ?? grantedAt;
  if (lastGood - grantedAt > testingLimit.days * secondsPerDay) return error;
  return new AppError('oauth.sign-in-again', {
    params: { ...error.params, reason: testingLimit.reason, days: testingLimit.days },
    cause: error,
  });
};
