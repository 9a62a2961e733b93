import type { Secret } from '../diagnostics/secret.ts';

/** Tells the time. Tests move it by hand. */
export type Clock = {
  /** Wall clock, for what is shown and sent: milliseconds since the epoch. */
  readonly nowEpochMs: () => number;
  /** Never goes back and does not follow the wall clock, for deadlines: milliseconds. */
  readonly monotonicMs: () => number;
  /** Calls back once after the delay; the result cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** Gives cryptographic randomness. */
export type Random = {
  readonly uuid: () => string;
  /** Base64url text of so many random bytes. */
  readonly token: (bytes: number) => string;
};

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent in the place of `body`. */
  readonly bodyBytes?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  /** Time for the whole exchange, body included. Default 30,000. */
  readonly deadlineMs?: number;
  /** Largest body taken, in bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /**
   * Lets plain http to a literal address of a private network pass, where the person allowed it.
   * Only for requests that carry no secret and bring none back.
   */
  readonly privateHttp?: boolean;
  /** Gives the body's bytes as well, for what may be no text. */
  readonly wantsBytes?: boolean;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** There where they were asked for. */
  readonly bytes?: Uint8Array;
};

/**
 * Makes HTTPS requests (http only to literal loopback, or see `privateHttp`), never follows
 * redirects, keeps to a deadline and a size.
 *
 * Throws `AppError` with `server.unreachable`, `server.timeout`, `server.insecure`,
 * `server.invalid-response` (too large) or `operation.cancelled` (the caller's signal).
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

/** Opens a URL in the person's browser: https, or http to literal loopback for stand-ins. */
export type BrowserOpener = {
  /**
   * Resolves true when the system took the URL; that is no proof that a window opened. Throws
   * `server.insecure` for a URL that may not be opened, or that is not on the expected host.
   */
  readonly open: (url: URL, expectedHost: string) => Promise<boolean>;
};

/** Writes the clipboard; reads it only to compare before clearing. */
export type ClipboardPort = {
  /** Copies what may stay. */
  readonly write: (text: Secret) => Promise<void>;
  /** Copies a secret, with the marks that programs look for which keep what was copied. */
  readonly writeSecret: (text: Secret) => Promise<void>;
  /**
   * Takes the text away wherever it still lies and leaves anything else alone. Resolves false when
   * the system has kept it.
   */
  readonly remove: (text: Secret) => Promise<boolean>;
};

/** Calls the listener if whoever asked leaves before there is an answer. */
export type OnLeave = (listener: () => void) => void;

/**
 * Asks the person where a text goes and writes it there. Resolves the file's name, or null when they
 * changed their mind. Throws `file.unwritable`.
 */
export type SaveFile = (suggestedName: string, text: string) => Promise<string | null>;

/**
 * Asks the person for a file of that kind and reads it. Resolves null when they changed their mind.
 * Throws `file.unreadable`, for one that is larger than `maxBytes` with the reason `too-large`.
 */
export type OpenFile = (
  kind: 'backup' | 'public-key' | 'private-key' | 'bundle',
  maxBytes: number,
) => Promise<{ readonly name: string; readonly text: string } | null>;

/** Asks the person for a folder. Resolves its path, or null when they changed their mind. */
export type ChooseFolder = () => Promise<string | null>;

/** Keeps imported provider templates, a text each by id. Failures to write are `metadata.*` errors. */
export type TemplateFiles = {
  readonly list: () => Promise<readonly string[]>;
  /** Null for what is no plain file of a sensible size. */
  readonly read: (id: string) => Promise<string | null>;
  readonly write: (id: string, text: string) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
};
