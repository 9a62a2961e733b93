import { isIP } from 'node:net';
import tls from 'node:tls';
import { generate } from 'selfsigned';

/** What a TLS server needs: PEM texts. */
export type ServerIdentity = { readonly key: string; readonly cert: string };

type Validity = { readonly fromEpochMs: number; readonly toEpochMs: number };

const dayMs = 24 * 3600 * 1000;
const aroundNow = (): Validity => ({
  fromEpochMs: Date.now() - dayMs,
  toEpochMs: Date.now() + dayMs,
});

const make = async (
  commonName: string,
  { fromEpochMs, toEpochMs }: Validity,
  more: Parameters<typeof generate>[1],
): Promise<ServerIdentity> => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(fromEpochMs),
    notAfterDate: new Date(toEpochMs),
    ...more,
  });
  return { key, cert };
};

const isFor = (host: string) => ({
  name: 'subjectAltName' as const,
  altNames: [isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host }],
});

/** Makes an authority of its own for one test; nothing of it is kept. */
export const createAuthority = async () => {
  const ca = await make('Stowkey test authority', aroundNow(), {
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  return {
    cert: ca.cert,
    /** Signs a certificate for a host name or an address. Valid for a day around now unless told. */
    issue: (host: string, validity = aroundNow()): Promise<ServerIdentity> =>
      make(host, validity, { ca, extensions: [isFor(host)] }),
  };
};

/** Makes a certificate that signs itself. */
export const selfSignedFor = (host: string): Promise<ServerIdentity> =>
  make(host, aroundNow(), { extensions: [isFor(host)] });

/**
 * Has this process trust an authority besides the system's, as NODE_EXTRA_CA_CERTS does for a whole
 * run, so that only what is wrong with a certificate itself is found wrong. The result ends it.
 */
export const trustAuthority = (cert: string): (() => void) => {
  const original = tls.createSecureContext;
  tls.createSecureContext = (options) => {
    const made = original(options);
    (made.context as { addCACert: (pem: string) => void }).addCACert(cert);
    return made;
  };
  return () => {
    tls.createSecureContext = original;
  };
};
