/** The version of the list that this program writes. */
export const currentVersion = 1;

/** Room for some forty thousand connections. */
export const maxFileBytes = 64 * 1024 * 1024;
