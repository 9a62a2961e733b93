export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses JSON. Gives `undefined`, which is no JSON value and fails every schema, for anything else.
 *
 * The parser's error is dropped: its message quotes the text, which may be a secret.
 */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null for anything but one JSON object. */
export const parseJsonObject = (text: string): JsonObject | null => {
  const value = parseJson(text);
  return isJsonObject(value) ? value : null;
};

/**
 * Quotes the whole numbers of a JSON text that are too large for a `number`, so that parsing keeps
 * each digit of an identifier: beyond 2^53 it would make another one of it.
 */
export const quoteLongNumbers = (json: string): string =>
  json.replace(stringOrNumber, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );

/** Strings are matched too, so that digits inside of one are left alone. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
