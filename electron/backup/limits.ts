/** The longest file that is written or read, in bytes. */
export const maxBackupBytes = 64 * 1024 * 1024;

/** The longest file that may hold a key, in bytes. */
export const maxKeyBytes = 64 * 1024;

/** PBKDF2 with SHA-512: nearly three times what OWASP asks for (210,000, Password Storage Cheat Sheet). */
export const iterations = 600_000;

/** The most that a file may ask for, so that opening a hostile one ends after seconds. */
export const maxIterations = 2_000_000;
