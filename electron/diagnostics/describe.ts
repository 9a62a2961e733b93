import { isSecretName, redact } from './redaction.ts';
import { Secret } from './secret.ts';

const maxDepth = 6;
const maxEntries = 50;
const maxCauses = 5;

type Described = { [name: string]: unknown };

const describeOne = (error: Error, home: string): Described => {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: redact(error.name, home),
    ...(typeof code === 'string' || typeof code === 'number'
      ? { code: redact(String(code), home) }
      : {}),
    message: redact(error.message, home),
    // The first lines of the stack repeat the message; only the places are kept.
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => redact(line.trim(), home)),
  };
};

/** Describes an error and what caused it, outermost first, with every text redacted. */
export const describeError = (error: unknown, home = ''): readonly Described[] => {
  const chain: Described[] = [];
  const next: unknown[] = [error];
  while (next.length > 0 && chain.length < maxCauses) {
    const one = next.shift();
    if (!(one instanceof Error)) {
      chain.push({ name: typeof one, message: describe(one, home) });
      continue;
    }
    chain.push(describeOne(one, home));
    if (one instanceof AggregateError) next.push(...one.errors);
    if (one.cause !== undefined) next.push(one.cause);
  }
  return chain;
};

/**
 * Makes a copy of any value that is fit for a log line: texts redacted, values under the name of a
 * secret dropped, errors described, size bounded.
 */
export const describe = (value: unknown, home = '', depth = 0): unknown => {
  if (value instanceof Secret) return String(value);
  if (value instanceof Error) return describeError(value, home);
  switch (typeof value) {
    case 'string':
      return redact(value, home);
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      break;
    default:
      return `[${typeof value}]`;
  }
  if (value === null) return null;
  if (depth >= maxDepth) return '[deep]';
  if (Array.isArray(value)) {
    return value.slice(0, maxEntries).map((item) => describe(item, home, depth + 1));
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]';
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, maxEntries)
      .map(([name, item]) => [
        redact(name, home),
        isSecretName(name) ? '[redacted]' : describe(item, home, depth + 1),
      ]),
  );
};
