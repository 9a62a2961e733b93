import { type CopiedId, copiedLabel } from '../../shared/copy-formats.ts';

/** Says that a copied secret could not be taken off the clipboard, to the eye and to the ear. */
export const stillCopied = (copied: CopiedId): string =>
  `Still on the clipboard: ${copiedLabel(copied)}. Clear it, or copy something else.`;
