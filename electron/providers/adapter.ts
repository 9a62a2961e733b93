import type { FormInput, ProviderDescriptorInput } from '../../shared/provider-descriptor.ts';
import type {
  ConnectionFactsInput,
  GrantView,
  Prompt,
  S3Check,
  SignInCheck,
  StepId,
} from '../../shared/schemas.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { SecretFields } from '../keychain/secret-store.ts';
import type { AuthorizationRequest, AuthorizationResult } from '../oauth/authorization.ts';
import type { MintClientSecret } from '../oauth/client/secret-minter.ts';
import type { Clock, HttpClient, Random } from '../platform/interfaces.ts';

/** What a provider needs to remember that is no secret: client id, hosts, scopes. */
export type ProviderSettings = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;

/**
 * What connecting or refreshing yields, before it is stored. `settings` is what the person chose;
 * all that a server answered goes into `fields`, so that one keychain write changes it as a whole.
 */
export type Credential = {
  readonly settings: ProviderSettings;
  readonly fields: SecretFields;
  /** Said by an adapter that has just seen them work; not stored. */
  readonly isProven?: boolean;
  /** The person keeps them although nothing could check them; said on the account until something does. */
  readonly isUnchecked?: boolean;
  /** What was seen then of S3 keys. */
  readonly s3Check?: S3Check | null;
};

/**
 * Is all that an adapter can touch. No keychain, no files, no Electron: what it returns is stored
 * by `connections/`.
 */
export type ProviderContext = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted when the person cancels or the app quits. */
  readonly signal: AbortSignal;
  /** Marks the step as begun and the one before it as done. */
  readonly step: (id: StepId) => void;
  /**
   * Opens the browser and waits for the redirect (loopback, or pasted by the person).
   *
   * Throws `oauth.denied`, `oauth.timeout`, `operation.cancelled`, `oauth.port-in-use`,
   * `oauth.port-reserved`, or what `errorFor` of the adapter makes of an `error=` word.
   */
  readonly authorize: (request: AuthorizationRequest) => Promise<AuthorizationResult>;
  /** Shows a received grant; throws `grant.refused-by-person` unless the person accepts it. */
  readonly review: (question: {
    grant: GrantView;
    stateVerified: boolean;
    encryptionKeyChanged: boolean;
  }) => Promise<void>;
  /** Asks what is answered by yes or no: whether it is their account, whether to go without PKCE. */
  readonly confirm: (question: Confirmation) => Promise<boolean>;
  /** Signs a JWT client secret, a different one each time. */
  readonly mintClientSecret: MintClientSecret;
  /** Asks for a secret that is never stored. */
  readonly askSecret: (secret: SecretQuestion) => Promise<Secret>;
  /**
   * Runs a check of credentials. Where its server is out of reach the person may keep them all the
   * same: null then. Throws what the check throws otherwise.
   */
  readonly check: <T>(
    run: () => Promise<T>,
    isAddressTyped: boolean,
  ) => Promise<{ readonly found: T } | null>;
  /**
   * Shows a code to type on another page (RFC 8628) until `work` settles, and lets the person open
   * or copy the page's address.
   */
  readonly showDeviceCode: <T>(code: DeviceCode, work: () => Promise<T>) => Promise<T>;
};

export type VerifyReport = {
  readonly verifiedAtEpochSeconds: number;
  readonly s3Check?: S3Check | null;
  /** Whose tokens they are and how full their storage is; left out where nobody was asked. */
  readonly signInCheck?: SignInCheck;
  /** Tokens that had to be renewed to prove anything; they replace the stored ones. */
  readonly renewed?: Credential;
};

type Confirmation = Extract<Prompt, { kind: 'review-account' | 'without-pkce' }>;

type SecretQuestion = Extract<Prompt, { kind: 'secret' }>['secret'];

type DeviceCode = {
  readonly userCode: string;
  readonly verificationUri: string;
  /** Bears the user code already; opened in place of the plain one when there is one. */
  readonly verificationUriComplete: string | null;
  readonly expiresAtEpochSeconds: number;
};

/** Speaks one provider's protocol. Holds no state. */
export type ProviderAdapter = {
  readonly descriptor: ProviderDescriptorInput;
  /** Steps of each operation, in order, for the progress list. */
  readonly steps: {
    readonly connect: readonly StepId[];
    readonly refresh: readonly StepId[];
  };
  /**
   * Checks the form and gives the connection attempt it describes. Throws `input.invalid` with every
   * field at fault, before anything has happened.
   */
  readonly prepare: (input: FormInput) => (context: ProviderContext) => Promise<Credential>;
  /**
   * Gets fresh credentials with as little asking as possible, through the browser if needed. The
   * stored ones are only replaced when this resolves.
   */
  readonly refresh?: (context: ProviderContext, current: Credential) => Promise<Credential>;
  /** Signs in again with the stored settings, whatever the state of the credentials. */
  readonly reauthorize?: (context: ProviderContext, current: Credential) => Promise<Credential>;
  /**
   * Proves that the credentials work. Nothing is written at the provider but, where the person names a
   * bucket for it, an object of our own, which is deleted again.
   */
  readonly verify?: (
    context: ProviderContext,
    current: Credential,
    writeTo?: string,
  ) => Promise<VerifyReport>;
  /**
   * Ends the credentials at the provider, before they are deleted here. A failure is told to the
   * person and keeps nobody from disconnecting.
   */
  readonly revoke?: (context: ProviderContext, current: Credential) => Promise<void>;
  /**
   * Reads a dropped file or pasted block into form fields. Throws `prefill.not-understood`. Pure.
   */
  readonly prefill?: (text: string) => FormInput;
  /**
   * Says that these credentials cannot live in two places: a refresh token that works once ends the
   * other copy, or both (RFC 9700, section 4.14.2). Pure.
   */
  readonly worksOnce?: (current: Credential) => boolean;
  /** Works out what may be shown from what is stored. Pure. */
  readonly describe: (current: Credential) => ConnectionFactsInput;
};
