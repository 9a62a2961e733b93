/**
 * Starts stand-ins for StorX's site, its access service and its S3 gateway, which know each other,
 * and on request others for OAuth providers (`profiles/`), the broker Alloy and a token service (STS).
 *
 * For tests and `npm run demo` only. Loopback, ephemeral ports, everything in memory; nothing here
 * imports the product's code, so a mistake there cannot be cancelled by the same mistake here.
 *
 * Faithful to the real servers, as far as their public source and documents tell:
 * - the integration page's parameters, JWT client secrets, exact redirect URIs, scopes, consent and
 *   code lifetimes, error words, a missing `state`, the `bucket:` slash bug (behind a switch);
 * - the token endpoint's statuses and its plain-text `invalid_request`;
 * - `/v1/access`: statuses, one-line bodies, the 4 KiB limit, shapes of keys, a new pair each POST;
 * - access grants: Base58Check, protobuf and macaroons with their real HMAC chain;
 * - S3: Signature Version 4 with signed, unsigned and streaming payloads, the error codes, what a
 *   grant's permissions, paths, times and revocation allow.
 *
 * Stricter than the real ones: a JWT is taken once and only with HS256 (theirs: any HMAC, any number
 * of times), its check comes before the consent page (theirs: after), the access service checks the
 * HMAC chain (theirs leaves that to the satellite), every x-amz-* header must be signed.
 *
 * Not faithful: no sign-in (whoever looks is signed in), no project choice, nothing is encrypted
 * (the passphrase only fixes the default key, unsalted), object lock and object lifetimes are
 * ignored, S3 has no multipart upload, copy, batch delete or versions, and answers
 * in HTTP instead of HTTPS.
 */

import type { AccessService, AccessServiceSettings } from './access-service.ts';
import { startAccessService } from './access-service.ts';
import { type AlloySettings, type AlloyStandIn, startAlloy } from './alloy.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { RequestLogEntry } from './loopback-http.ts';
import type { OAuthProfile, OAuthSettings } from './oauth-profile.ts';
import { type OAuthProvider, startOAuthProvider } from './oauth-provider.ts';
import { type S3Service, startS3Service } from './s3-service.ts';
import type { StorxClient } from './storx-clients.ts';
import type { StorxSettings } from './storx-settings.ts';
import { type StorxSite, startStorxSite } from './storx-site.ts';
import { type StsService, startStsService } from './sts-service.ts';

export type WorldOptions = {
  readonly clock?: { readonly nowEpochMs: () => number };
  readonly options?: {
    readonly satellite?: string;
    /** Satellites the access service takes grants of. Default: this world's alone. */
    readonly allowedSatellites?: readonly string[];
    readonly storx?: Partial<StorxSettings>;
    readonly access?: Partial<AccessServiceSettings>;
    readonly s3Region?: string | null;
    /** Redirect URIs of the ready-made client. */
    readonly redirectUris?: readonly string[];
  };
};

export type StandInWorld = {
  readonly storx: StorxSite;
  readonly accessService: AccessService;
  readonly s3: S3Service;
  /** API keys, their secrets and the minted S3 keys; revoke keys here. */
  readonly ledger: Ledger;
  /** A client registered at the start, with a fresh ID and secret. */
  readonly client: StorxClient;
  /** Starts a stand-in for an OAuth provider; `close` ends it with the rest. */
  readonly startOAuthProvider: (
    profile: OAuthProfile,
    settings?: Partial<OAuthSettings>,
  ) => Promise<OAuthProvider>;
  /** Starts a stand-in for the broker Alloy; `close` ends it with the rest. */
  readonly startAlloy: (settings?: Partial<AlloySettings>) => Promise<AlloyStandIn>;
  /** Starts a stand-in for a security token service whose keys work at `s3`; `close` ends it too. */
  readonly startSts: () => Promise<StsService>;
  /** Every answered request, in order. No queries, headers or bodies. */
  readonly requests: readonly RequestLogEntry[];
  readonly close: () => Promise<void>;
};

const defaultSatellite =
  '12EayRS2V1kEsWESU9QMRseFhdxYxKicsiFmxrsLZHeLUtdps3S@satellite.stand-in.test:7777';

/** The redirect URIs that Stowkey asks people to register: literal loopback, fixed ports. */
const defaultRedirectUris = [28521, 28522, 28523].map(
  (port) => `http://127.0.0.1:${port}/callback`,
);

/** Starts all three servers; `close` ends them and every open connection. */
export const startWorld = async ({
  clock,
  options = {},
}: WorldOptions = {}): Promise<StandInWorld> => {
  const requests: RequestLogEntry[] = [];
  const log = (entry: RequestLogEntry): void => {
    requests.push(entry);
  };
  const satellite = options.satellite ?? defaultSatellite;
  const ledger = createLedger(satellite, clock?.nowEpochMs ?? Date.now);
  const s3 = await startS3Service({ ledger, log, region: options.s3Region ?? null });
  const accessService = await startAccessService({
    ledger,
    log,
    s3Endpoint: s3.endpoint,
    allowedSatellites: options.allowedSatellites ?? [satellite],
    settings: options.access ?? {},
  });
  const storx = await startStorxSite({ ledger, log, settings: options.storx ?? {} });
  const client = storx.registerClient({
    name: 'Stowkey',
    redirectUris: options.redirectUris ?? defaultRedirectUris,
  });
  const common = clock === undefined ? {} : { clock };
  const extras: { close: () => Promise<void> }[] = [];
  const keep = async <T extends { close: () => Promise<void> }>(starting: Promise<T>) => {
    const started = await starting;
    extras.push(started);
    return started;
  };
  return {
    storx,
    accessService,
    s3,
    ledger,
    client,
    startOAuthProvider: (profile, settings = {}) =>
      keep(startOAuthProvider({ profile, log, settings, ...common })),
    startAlloy: (settings = {}) => keep(startAlloy({ log, settings, ...common })),
    startSts: () => keep(startStsService({ ledger, log })),
    requests,
    close: async () => {
      const all = [storx, accessService, s3, ...extras];
      await Promise.all(all.map((server) => server.close()));
    },
  };
};
