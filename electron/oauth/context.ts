import type { StepId } from '../../shared/schemas.ts';
import type { Clock, HttpClient, Random } from '../platform/interfaces.ts';
import type { AuthorizationRequest, AuthorizationResult } from './authorization.ts';

/** What a conversation with an authorization server needs of the outside. */
export type ServerContext = {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** The wall clock as servers tell it, for what they check; `clock` where nobody listens to them. */
  readonly serverClock?: Pick<Clock, 'nowEpochMs'>;
  readonly signal: AbortSignal;
};

/** What a sign-in needs besides; the context of a provider's adapter is one. */
export type SignInContext = ServerContext & {
  readonly random: Random;
  readonly step: (id: StepId) => void;
  readonly authorize: (request: AuthorizationRequest) => Promise<AuthorizationResult>;
};

export type DeviceCodeView = {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | null;
  readonly expiresAtEpochSeconds: number;
};

export type DeviceContext = ServerContext & {
  readonly showDeviceCode: <T>(code: DeviceCodeView, work: () => Promise<T>) => Promise<T>;
};
