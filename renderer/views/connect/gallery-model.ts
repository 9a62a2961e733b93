import { fold } from '../../../shared/fold.ts';
import { type GalleryGroup, galleryGroups, galleryWords } from '../../../shared/words/gallery.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { otherNamesOf } from '../../../shared/words/search.ts';

type Listed = Pick<Provider, 'id' | 'name' | 'summary' | 'group' | 'origin' | 'contacts'>;

/** What most people come for: it stands first, until something is searched for. */
const popular: readonly string[] = [
  'storx',
  'google-drive',
  'dropbox',
  'onedrive',
  's3-aws',
  's3-cloudflare-r2',
];

/** What a person imported is theirs, wherever the template puts itself. */
const groupOf = ({ id, group, origin }: Listed, hasPopular: boolean): GalleryGroup => {
  if (origin === 'imported') return 'own';
  return hasPopular && popular.includes(id) ? 'popular' : group;
};

/**
 * Sorts the providers in which every word of the query occurs into the gallery's groups: by name,
 * other names, summary, the title of their group or a host they contact, whatever the case or accents.
 */
export const arrangeGallery = <P extends Listed>(
  providers: readonly P[],
  query: string,
  /** Only those that take keys made elsewhere, until something is searched for. */
  withKeys = false,
): readonly { readonly group: GalleryGroup; readonly members: readonly P[] }[] => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const isSearch = words.length > 0;
  return galleryGroups
    .filter((group) => isSearch || !withKeys || group === 'keys')
    .map((group) => ({
      group,
      members: providers.filter((provider) => {
        if (groupOf(provider, !isSearch && !withKeys) !== group) return false;
        const { id, name, summary, contacts } = provider;
        const text = fold(
          [name, otherNamesOf(id), summary, galleryWords[group].title, ...contacts].join('\n'),
        );
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ members }) => members.length > 0);
};

type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/**
 * Says which card a key moves to, as cards lie on screen: rows may differ in length and groups stand
 * between them. Null for keys that do not move and at the edges.
 */
export const nextCard = (key: string, current: number, boxes: readonly Box[]): number | null => {
  const last = boxes.length - 1;
  const from = boxes[current];
  if (from === undefined) return null;
  switch (key) {
    case 'ArrowRight':
      return current < last ? current + 1 : null;
    case 'ArrowLeft':
      return current > 0 ? current - 1 : null;
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
      return closestInRow(boxes, from, (box) => box.top - (from.top + from.height));
    case 'ArrowUp':
      return closestInRow(boxes, from, (box) => from.top - (box.top + box.height));
    default:
      return null;
  }
};

/** Finds, in the nearest row on one side, the card whose middle is closest across. */
const closestInRow = (
  boxes: readonly Box[],
  from: Box,
  gapTo: (box: Box) => number,
): number | null => {
  // Cards of a row share their edges up to fractions of a pixel.
  const gaps = boxes.map((box) => Math.round(gapTo(box)));
  const nearest = Math.min(...gaps.filter((gap) => gap >= 0));
  if (!Number.isFinite(nearest)) return null;
  const middle = ({ left, width }: Box): number => left + width / 2;
  const across = boxes.map((box, index) =>
    gaps[index] === nearest ? Math.abs(middle(box) - middle(from)) : Number.POSITIVE_INFINITY,
  );
  return across.indexOf(Math.min(...across));
};
