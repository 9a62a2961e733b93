import type { S3Keys } from '../s3/signed-request.ts';

const cover = '[secret]';

/** A text that was cut may end within a key; what is shorter than this tells nothing of one. */
const leastTold = 8;

/** Covers what a text ends with of a key that goes on behind it. */
const coverBeginning = (text: string, secret: string): string => {
  for (let length = secret.length - 1; length >= leastTold; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + cover;
  }
  return text;
};

/**
 * Covers an account's keys wherever they stand in what leaves for an assistant: an object may hold them,
 * or a name. A link bears the access key's ID and the session token by its nature (`isLink`), and the
 * secret key never.
 */
export const withoutKeys = <T>(value: T, keys: S3Keys, isLink: boolean): T => {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const hidden = [secretAccessKey, ...(isLink ? [] : [accessKeyId, sessionToken])].flatMap(
    (secret) => secret?.expose() ?? [],
  );
  const covered = (text: string): string =>
    hidden.reduce((rest, secret) => coverBeginning(rest.replaceAll(secret, cover), secret), text);
  const within = (part: unknown): unknown => {
    if (typeof part === 'string') return covered(part);
    if (Array.isArray(part)) return part.map(within);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, within(each)]));
  };
  return within(value) as T;
};
