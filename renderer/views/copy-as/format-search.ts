import {
  type CopyFormat,
  copyFormats,
  type FormatGroup,
  formatGroups,
} from '../../../shared/copy-formats.ts';
import { fold } from '../../../shared/fold.ts';
import { formatGroupNames, formatWords } from '../../../shared/words/copy-formats.ts';

type FoundGroup = {
  readonly group: FormatGroup;
  readonly formats: readonly CopyFormat[];
};

/**
 * Keeps the formats in which every word of the query occurs, in label, hint or tool, and puts them
 * under their tools.
 */
export const searchFormats = (
  formats: readonly CopyFormat[],
  query: string,
): readonly FoundGroup[] => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = formats.filter((format) => {
    const { label, hint } = formatWords[format];
    const { group } = copyFormats[format];
    const text = fold([label, hint ?? '', formatGroupNames[group], format].join('\n'));
    return words.every((word) => text.includes(word));
  });
  return formatGroups
    .map((group) => ({
      group,
      formats: found.filter((format) => copyFormats[format].group === group),
    }))
    .filter((each) => each.formats.length > 0);
};
