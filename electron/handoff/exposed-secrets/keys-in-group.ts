import { Secret } from '../../diagnostics/secret.ts';
import type { ExposedKey, NamedValue, ValueGroup } from './exposed-key.ts';

/** Ends of names, in lower case and without punctuation; what stands before tells pairs apart. */
const secretName = /^(.*?)(?:secretaccesskey|accesskeysecret|secretkey|secret|rootpassword)$/;
const keyIdName = /^(.*?)(?:accesskeyid|accesskey|keyid|rootuser)$/;
const sessionName = /^(.*?)(?:sessiontoken|securitytoken)$/;
const endpointName = /(?:endpointurls3|endpointurl|endpoint|hostbase|^url)$/;
const regionName = /(?:region|bucketlocation)$/;

const longestName = 128;
/** Far more than any file has; pairs are looked for among all of them. */
const mostValues = 2_000;

type Part = NamedValue & { readonly stem: string };

/** Finds the pairs of keys among the values of one group: a secret goes with the nearest ID of its kind. */
export const keysInGroup = ({ name, values }: ValueGroup): readonly ExposedKey[] => {
  const secrets: Part[] = [];
  const keyIds: Part[] = [];
  const sessions: Part[] = [];
  let endpoint: string | null = null;
  let region: string | null = null;
  for (const each of values.slice(0, mostValues)) {
    if (each.value === '' || each.name.length > longestName) continue;
    const plain = each.name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const secret = secretName.exec(plain);
    const keyId = keyIdName.exec(plain);
    const session = sessionName.exec(plain);
    if (secret !== null) secrets.push({ ...each, stem: secret[1] ?? '' });
    else if (keyId !== null) keyIds.push({ ...each, stem: keyId[1] ?? '' });
    else if (session !== null) sessions.push({ ...each, stem: session[1] ?? '' });
    else if (endpointName.test(plain)) endpoint ??= each.value;
    else if (regionName.test(plain)) region ??= each.value;
  }
  return secrets.flatMap((secret) => {
    const keyId = nearest(keyIds, secret);
    if (keyId === null) return [];
    const session = nearest(sessions, secret);
    return {
      name,
      line: secret.line,
      lines: [keyId, secret, ...(session === null ? [] : [session])].map(({ line }) => line),
      accessKeyId: new Secret(keyId.value),
      secretAccessKey: new Secret(secret.value),
      sessionToken: session === null ? null : new Secret(session.value),
      endpoint,
      region,
    };
  });
};

const nearest = (parts: readonly Part[], { stem, line }: Part): Part | null => {
  let found: Part | null = null;
  for (const part of parts) {
    if (part.stem !== stem) continue;
    if (found === null || Math.abs(part.line - line) < Math.abs(found.line - line)) found = part;
  }
  return found;
};
