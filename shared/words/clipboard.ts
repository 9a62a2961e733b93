import { type CopiedId, copiedLabel } from '../copy-formats.ts';

/** Begins a copied AWS profile, as a comment. */
export const whereProfilesGo = 'Add to ~/.aws/config';

/** Says that a copied secret could not be taken off the clipboard, to the eye and to the ear. */
export const stillCopied = (copied: CopiedId): string =>
  `Still on the clipboard: ${copiedLabel(copied)}. Clear it, or copy something else.`;
