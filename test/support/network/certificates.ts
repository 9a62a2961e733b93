import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import tls from 'node:tls';

/** What a TLS server needs: PEM texts. */
export type ServerIdentity = { readonly key: string; readonly cert: string };

type CertificateAuthority = {
  readonly cert: string;
  /** Signs a certificate for a host name or an IPv4 address. Valid for a day around now unless told. */
  readonly issue: (host: string, validity?: Validity) => ServerIdentity;
};

type Validity = { readonly fromEpochMs: number; readonly toEpochMs: number };

const dayMs = 24 * 3600 * 1000;
const aroundNow = (): Validity => ({
  fromEpochMs: Date.now() - dayMs,
  toEpochMs: Date.now() + dayMs,
});

/** DER: a tag, a length, and what is inside (X.690 section 8.1). */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (epochMs: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, '')}`));
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const isAuthority = extension('551d13', true, sequence(der(0x01, Buffer.from([0xff]))));
const isFor = (host: string): Buffer =>
  extension(
    '551d11',
    false,
    sequence(
      isIP(host) === 4
        ? der(0x87, Buffer.from(host.split('.').map(Number)))
        : der(0x82, Buffer.from(host)),
    ),
  );

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${content.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const certificate = (parts: {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly validity: Validity;
  readonly extension: Buffer;
}): string => {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(parts.issuer),
    sequence(time(parts.validity.fromEpochMs), time(parts.validity.toEpochMs)),
    commonName(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(parts.extension)),
  );
  const signature = sign('sha256', body, parts.issuerKey);
  return pem(
    'CERTIFICATE',
    sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature)),
  );
};

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const asPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Makes an authority of its own for one test (RFC 5280); nothing of it is kept. */
export const createAuthority = (): CertificateAuthority => {
  const issuer = 'Stowkey test authority';
  const { privateKey: issuerKey, publicKey } = newKey();
  return {
    cert: certificate({
      subject: issuer,
      publicKey,
      issuer,
      issuerKey,
      validity: aroundNow(),
      extension: isAuthority,
    }),
    issue: (host, validity = aroundNow()) => {
      const own = newKey();
      const parts = { subject: host, publicKey: own.publicKey, issuer, issuerKey, validity };
      return {
        key: asPem(own.privateKey),
        cert: certificate({ ...parts, extension: isFor(host) }),
      };
    },
  };
};

/** Makes a certificate that signs itself. */
export const selfSignedFor = (host: string): ServerIdentity => {
  const { privateKey, publicKey } = newKey();
  const cert = certificate({
    subject: host,
    publicKey,
    issuer: host,
    issuerKey: privateKey,
    validity: aroundNow(),
    extension: isFor(host),
  });
  return { key: asPem(privateKey), cert };
};

/**
 * Has this process trust an authority besides the system's, as NODE_EXTRA_CA_CERTS does for a whole
 * run, so that only what is wrong with a certificate itself is found wrong. The result ends it.
 */
export const trustAuthority = ({ cert }: CertificateAuthority): (() => void) => {
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
