import type { CopiedId } from '../copy-formats.ts';
import { copiedLabel } from './copy-formats.ts';
import { messages, says } from './messages.ts';

/** Begins a copied AWS profile, as a comment. */
export const whereProfilesGo = 'Add to ~/.aws/config';

const words = messages('clipboard', {
  still: says(
    'Still on the clipboard: {what}. Clear it, or copy something else.',
    (copied: CopiedId) => ({ what: copiedLabel(copied) }),
  ),
});

/** Says that a copied secret could not be taken off the clipboard, to the eye and to the ear. */
export const stillCopied = words.still;
