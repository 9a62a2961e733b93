/** Says that a copied secret could not be taken off the clipboard, to the eye and to the ear. */
export const stillCopied = (label: string): string =>
  `Still on the clipboard: ${label}. Clear it, or copy something else.`;
