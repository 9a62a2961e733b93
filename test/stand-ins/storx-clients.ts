import { randomBytes, randomUUID } from 'node:crypto';

export type StorxClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  active: boolean;
};

export type ClientRegistration = {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly name?: string;
  readonly redirectUris: readonly string[];
  readonly active?: boolean;
};

/** Has the look of bcrypt, as current StorX gives out: 60 characters with `$` and `.` in them. */
const newClientSecret = (): string =>
  `$2a$10$${randomBytes(40).toString('base64').replaceAll('+', '.').slice(0, 53)}`;

const mayBeRegistered = (text: string): boolean => {
  if (!URL.canParse(text) || text.includes(',')) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
};

/** Keeps developer clients, with StorX's rules for redirect URIs. */
export const createClientRegistry = () => {
  const clients = new Map<string, StorxClient>();
  return {
    get: (clientId: string): StorxClient | undefined => clients.get(clientId),
    register: (registration: ClientRegistration): StorxClient => {
      const refused = registration.redirectUris.find((uri) => !mayBeRegistered(uri));
      if (refused !== undefined) throw new TypeError(`redirect URI refused: ${refused}`);
      const client: StorxClient = {
        clientId: registration.clientId ?? randomUUID(),
        clientSecret: registration.clientSecret ?? newClientSecret(),
        name: registration.name ?? 'Stowkey',
        redirectUris: registration.redirectUris,
        active: registration.active ?? true,
      };
      clients.set(client.clientId, client);
      return client;
    },
  };
};
export type ClientRegistry = ReturnType<typeof createClientRegistry>;
