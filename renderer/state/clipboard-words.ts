/** Says that a copied secret could not be taken off the clipboard, to the eye and to the ear. */
export const stillCopied = (label: string): string =>
  `${label} is still on the clipboard. Clear it, or copy something else.`;
