import { z } from 'zod';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { parseJson } from '../../platform/json.ts';
import type { OAuthServer } from '../types.ts';

const storedServer = z.object({
  issuer: z.string().nullable(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  deviceAuthorizationEndpoint: z.string().nullable(),
  userinfoEndpoint: z.string().nullable(),
  registrationEndpoint: z.string().nullable(),
  pushedAuthorizationRequestEndpoint: z.string().nullable(),
  requiresPushedAuthorizationRequests: z.boolean(),
  announcesIssuer: z.boolean(),
  jwksUri: z.string().nullable(),
});

/** Gives a discovered server as a field to store, so that renewing needs no discovery. */
export const serverToStore = (server: OAuthServer): Secret => new Secret(JSON.stringify(server));

/** Reads it back. Throws `keychain.corrupt` for anything else. */
export const readStoredServer = (text: Secret | undefined): OAuthServer => {
  const read = storedServer.safeParse(parseJson(text?.expose() ?? ''));
  if (!read.success) throw new AppError('keychain.corrupt');
  return read.data;
};
