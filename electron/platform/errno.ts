/** Gives the code of a system's error, such as `ENOENT`; null for anything else. */
export const errorCodeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
