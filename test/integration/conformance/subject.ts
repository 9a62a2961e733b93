import type { FormInput } from '../../../shared/provider-descriptor.ts';
import type { ErrorCode } from '../../../shared/result.ts';
import type { Prompt } from '../../../shared/schemas.ts';
import type { FaultControls } from '../../stand-ins/loopback-http.ts';
import type { FaultName } from './faults.ts';

/** Spoils one call; `path` tells it from those around it. */
type CallFaults = FaultControls & { readonly path: string };

/** The provider as it stands, with what a test needs to connect to it and to spoil it. */
export type Party = {
  readonly form: FormInput;
  readonly reroute: (url: URL) => URL | null;
  /** Spoils what turns the person's consent or keys into credentials. */
  readonly exchange: FaultControls;
  /** Spoils what `renewsBy` asks. */
  readonly renewal: FaultControls;
  /** Spoils the call that names the account; null where the provider names none. */
  readonly identity: CallFaults | null;
  /** Spoils what ends the permission at the provider; null where nothing does. */
  readonly ending: CallFaults | null;
  /** Answers a device code as the person would; null where there are none. */
  readonly answerDevice: ((userCode: string, decision: 'approve' | 'deny') => boolean) | null;
  /** Takes the permission away at the provider; null where it has no such thing. */
  readonly revoke: (() => void) | null;
  /** Names another issuer at the redirect; null where the provider names none. */
  readonly nameOtherIssuer: (() => void) | null;
  /** Permissions that still stand at the provider; null where it keeps no count. */
  readonly liveGrants: () => number | null;
  readonly close: () => Promise<void>;
};

/** One adapter or template, and what is true of it. */
export type Subject = {
  /** The provider's id. */
  readonly id: string;
  /** Tells apart the ways to one provider. */
  readonly way?: string;
  readonly start: () => Promise<Party>;
  /** The parameter that the redirect brings; null where no browser takes part. */
  readonly browser: 'code' | 'access_grant' | null;
  /** What fetches or proves credentials of a connection again. */
  readonly renewsBy: 'refresh' | 'verify' | 'reconnect';
  /** Whether the provider says at the redirect who it is (RFC 9207). */
  readonly namesIssuer: boolean;
  /** What becomes of the stored refresh token, or of the keys where there is none. */
  readonly afterRefresh: 'other-token' | 'same-token' | 'other-keys' | 'no-refresh';
  readonly revokesAtProvider: boolean;
  /** Whether a call of its own names the account. */
  readonly asksWho: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  /** What a taken permission looks like, and whether a sign-in is asked for. */
  readonly revoked: {
    readonly by: 'refresh' | 'verify';
    readonly code: ErrorCode;
    readonly needsSignIn: boolean;
    /** Signing in again needs more than the stand-in gives: a journey of its own shows it. */
    readonly mendedElsewhere?: true;
  } | null;
  /** What the person is asked on the way to a connection, of the questions that can be cancelled. */
  readonly asks: readonly Prompt['kind'][];
  /** How long a pause between tries the test does not wait for. Default 3 s. */
  readonly maxPauseMs?: number;
  /** What a clock that is off by so many hours leads to; it goes well unless told. */
  readonly clockOff?: {
    readonly exchange?: Readonly<Record<string, ErrorCode>>;
    readonly renewal?: Readonly<Record<string, ErrorCode>>;
  };
  /** Stored with the secrets, and shown on purpose. */
  readonly shown: readonly string[];
  /** How often a server in trouble is asked; once unless told. */
  readonly tries?: { readonly exchange: number; readonly renewal: number };
  /** Faults that mean something else here than elsewhere. */
  readonly otherwise: {
    readonly exchange?: Partial<Record<FaultName, Expected>>;
    readonly renewal?: Partial<Record<FaultName, Expected>>;
  };
};

/** The error that a fault leads to; `signIn` marks the provider's own last word. */
export type Expected = { readonly code: ErrorCode; readonly signIn?: true } | 'goes-well';
