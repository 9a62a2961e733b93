/** Longest text looked at; the rest is dropped unseen. */
const maxInputLength = 64 * 1024;
/** Longest text given back, so that a secret cut in two by the limit above never shows. */
const maxOutputLength = 8 * 1024;

/** Words that make a name the name of a secret, wherever they stand in it. */
const secretWords =
  'secret|token|password|passphrase|passwd|grant|credential|assertion|verifier|signature|' +
  'authorization|cookie|macaroon|api[-_]?key|access[-_]?key|private[-_]?key|key[-_]?id';

const secretName = new RegExp(secretWords, 'i');

/** Tells whether a value under this name is to be kept out of the log whatever it looks like. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** `name=value`, `name: value`, `"name":"value"`, also with escaped quotes (JSON within JSON). */
const namedSecret = new RegExp(
  `((?:${secretWords})[\\w-]{0,40}\\\\{0,3}["']?\\s{0,3}[:=]\\s{0,3})` +
    `(?:\\\\{0,3}"(?:[^"\\\\]|\\\\[^"])*\\\\{0,3}"?|'(?:[^'\\\\]|\\\\.)*'?|[^\\s"'&<>]+)`,
  'gi',
);

/**
 * `code` and `state` also name harmless things, such as an error's code, so as properties they are
 * kept while they look like those. In a query they never reach this rule.
 */
const codeOrState =
  /\b((?:code|state)\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["']?)([^\s"'&<>\\,;)}\]]+)/gi;
const harmlessWord = /^(?:[a-z][a-z-]{0,15}(?:\.[a-z0-9-]{1,40})?|E[A-Z0-9_]{2,40}|\d{1,3})$/;

/** Characters of Base64, Base64url, Base58, Base32 and hex. */
const opaqueRun = /[A-Za-z0-9+/_=-]{24,}/g;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const padded = /=$/;

const changesOften = (text: string): boolean => {
  const changes = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  return changes / text.length > 0.14;
};

/**
 * Tells random text from words by how often it changes between letters and digits or from a small
 * letter to a capital: a path or a camel-cased name seldom does. Errs towards calling it random.
 */
const looksRandom = (run: string): boolean => {
  if (uuid.test(run)) return false;
  if (padded.test(run) || changesOften(run)) return true;
  const pieces = run.split('/');
  if (pieces.some((piece) => piece.length >= 24 && changesOften(piece) && !uuid.test(piece))) {
    return true;
  }
  return run.split(/[/_=+-]/).some((piece) => piece.length >= 64);
};

/** An AWS secret key between the slashes of a path, which may as well be names of the path. */
const keyInPath = /(?<![A-Za-z0-9+=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+=])/g;
const minOfEachCase = 6;

/** Tells such a key from names, which have few capitals. One in some thousand keys is no such mixture. */
const mixesCases = (text: string): boolean =>
  [/[A-Z]/g, /[a-z]/g].every((letters) => (text.match(letters)?.length ?? 0) >= minOfEachCase);

type Rule = readonly [pattern: RegExp, replacement: string];

/** In this order: what has a clear shape goes first, so that the broad rules cannot cut it in two. */
const shapes: readonly Rule[] = [
  [/-----BEGIN [^-\n]{1,60}-----[\s\S]*?(?:-----END [^-\n]{1,60}-----|$)/g, '[pem]'],
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){1,4}/g, '[jwt]'],
  [/\b(bearer|basic|dpop|negotiate)\s{1,3}[\w.~+/=-]{6,}/gi, '$1 [redacted]'],
  [/\b(AWS4-HMAC-SHA256)\b[^\n"']*/g, '$1 [redacted]'],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]*@/gi, '$1'],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, '$1?[redacted]'],
  [/\?[\w.~%-]{1,60}=[^\s"'<>]*/g, '?[redacted]'],
  [/\b(?:A3T[A-Z0-9]|AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,}\b/g, '[key-id]'],
  // The gateway's keys: Base32 of 17 and of 33 bytes.
  [/(?<![A-Za-z0-9])j[a-z2-7]{27}(?:[a-z2-7]{25})?(?![A-Za-z0-9])/g, '[redacted]'],
  [/\b1[1-9A-HJ-NP-Za-km-z]{50,}/g, '[grant]'],
  // An AWS secret key that stands alone: the rule for random text takes slashes in it for a path.
  [/(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g, '[redacted]'],
];

const people: readonly Rule[] = [
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, '[mail]'],
  [/(\/home\/|\/Users\/|[A-Za-z]:\\{1,2}Users\\{1,2})[^\s/\\"':]+/g, '$1[user]'],
];

const apply = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((done, [pattern, replacement]) => done.replace(pattern, replacement), text);

/**
 * Takes out of a text whatever could be a secret or name a person, for logs and error parameters.
 *
 * It would rather take too much. It is the last net and no licence to log secrets: those travel in
 * `Secret`, which prints as `[secret]`.
 */
export const redact = (text: string, homeDirectory = ''): string => {
  const bounded = text.slice(0, maxInputLength);
  const atHome = homeDirectory.length > 1 ? bounded.replaceAll(homeDirectory, '~') : bounded;
  const shaped = apply(atHome, shapes);
  const named = shaped
    .replace(namedSecret, '$1[redacted]')
    .replace(codeOrState, (whole, name: string, value: string) =>
      harmlessWord.test(value) ? whole : `${name}[redacted]`,
    )
    .replace(keyInPath, (found) => (mixesCases(found) ? '[redacted]' : found))
    .replace(opaqueRun, (run) => (looksRandom(run) ? '[redacted]' : run));
  const result = apply(named, people);
  return result.length > maxOutputLength ? `${result.slice(0, maxOutputLength)}…` : result;
};

/** What a secret looks like whatever stands around it. */
const secretShapes: readonly RegExp[] = [
  /-----BEGIN [^-\n]{1,60}-----/,
  /\beyJ[\w-]{4,}\.[\w-]+/,
  /\b(?:bearer|basic)\s{1,3}[\w.~+/=-]{6,}/i,
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#"'<>]*@/i,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/,
  /\b(?:GOCSPX-|ghp_|github_pat_|xox[abp]-|sk-)[\w-]{10,}/,
  /(?<![A-Za-z0-9])j[a-z2-7]{27}(?:[a-z2-7]{25})?(?![A-Za-z0-9])/,
  /\b1[1-9A-HJ-NP-Za-km-z]{50,}/,
];

/** Tells whether a text reads as a secret: by its shape, or for being random where `mayBeRandom` is false. */
export const holdsSecret = (text: string, mayBeRandom: boolean): boolean =>
  secretShapes.some((shape) => shape.test(text)) ||
  (!mayBeRandom &&
    (text.match(opaqueRun)?.some(looksRandom) === true ||
      text.match(keyInPath)?.some(mixesCases) === true));
