/** How often a thing may be done. */
export type RateLimit = {
  /** Times in a row, after a pause. */
  readonly burst: number;
  readonly perSecond: number;
};

/** The longest text that crosses the bridge, in UTF-16 units: pasted blocks, files with keys. */
export const maxTextLength = 48 * 1024;

/** The longest file that may hold a template, in UTF-16 units. Cyberduck's profiles bring an icon with them. */
export const maxTemplateFileLength = 256 * 1024;

/** The longest text that a person types or pastes into one field, in UTF-16 units. */
export const maxFieldTextLength = 16_384;

/** The shortest passphrase that a new backup or vault takes, in UTF-16 units, and the longest of any. */
export const minPassphraseLength = 12;
export const maxPassphraseLength = 1_024;

/** How often somebody may try to open a vault, whichever way they come. */
export const passphraseGuesses: RateLimit = { burst: 5, perSecond: 0.2 };

/** How long a link opens an object, in seconds; S3 would allow a week. */
export const maxLinkSeconds = 3_600;

/** What an assistant reads of one object at most, and what it uploads as one, in bytes. */
export const maxReadBytes = 256 * 1024;
export const maxUploadBytes = 1024 * 1024;

/** The longest time before an account’s end at which the person can be told of it. */
export const maxLeadHours = 365 * 24;
