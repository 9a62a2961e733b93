/** The keychains that people have; on Linux each of the last four speaks the Secret Service. */
export const keychainIds = [
  'macos',
  'windows',
  'gnome-keyring',
  'kwallet',
  'keepassxc',
  'secret-service',
] as const;
export type KeychainId = (typeof keychainIds)[number];

/** The keychain of a platform, as far as that alone tells. */
export const keychainOf = (platform: string): KeychainId => {
  if (platform === 'darwin') return 'macos';
  return platform === 'win32' ? 'windows' : 'secret-service';
};
