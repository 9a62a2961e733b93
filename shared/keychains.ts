/**
 * The keychains that people have; on Linux each of the four behind Windows' speaks the Secret Service.
 * `vault` is Stowkey's own file, for computers without any.
 */
export const keychainIds = [
  'macos',
  'windows',
  'gnome-keyring',
  'kwallet',
  'keepassxc',
  'secret-service',
  'vault',
] as const;
export type KeychainId = (typeof keychainIds)[number];

/** The keychain of a platform, as far as that alone tells. */
export const keychainOf = (platform: string): KeychainId => {
  if (platform === 'darwin') return 'macos';
  return platform === 'win32' ? 'windows' : 'secret-service';
};
