import {
  Braces,
  Code,
  Database,
  Ellipsis,
  FileKey,
  FileText,
  Globe,
  Hash,
  Heading,
  KeyRound,
  LockKeyhole,
  MapPin,
  Terminal,
  Ticket,
} from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { type CopyFormat, copyFormats, type FormatGroup } from '../../shared/copy-formats.ts';
import { copyAsWords, formatWords } from '../../shared/words/copy-formats.ts';
import { ActionMenu } from './lazy-menu.tsx';

const iconsOfValues: Readonly<Partial<Record<CopyFormat, ReactNode>>> = {
  'access-key-id': <KeyRound size={15} aria-hidden="true" />,
  'secret-access-key': <LockKeyhole size={15} aria-hidden="true" />,
  endpoint: <Globe size={15} aria-hidden="true" />,
  region: <MapPin size={15} aria-hidden="true" />,
  json: <Braces size={15} aria-hidden="true" />,
  'access-token': <Ticket size={15} aria-hidden="true" />,
  'authorization-header': <Heading size={15} aria-hidden="true" />,
  'connection-id': <Hash size={15} aria-hidden="true" />,
};

const iconsOfGroups: Readonly<Partial<Record<FormatGroup, ReactNode>>> = {
  shell: <Terminal size={15} aria-hidden="true" />,
  duckdb: <Database size={15} aria-hidden="true" />,
  uplink: <FileKey size={15} aria-hidden="true" />,
  code: <Code size={15} aria-hidden="true" />,
};

const iconOf = (format: CopyFormat): ReactNode =>
  iconsOfValues[format] ??
  iconsOfGroups[copyFormats[format].group] ?? <FileText size={15} aria-hidden="true" />;

type Props = {
  /** What stands in the menu; see `quickFormatsOf`. */
  readonly formats: readonly CopyFormat[];
  readonly trigger: RefObject<HTMLElement | null>;
  readonly onCopy: (format: CopyFormat) => void;
  /** Opens the list of all formats; null where the menu is all of it. */
  readonly onMore: (() => void) | null;
  readonly onClose: () => void;
};

const more = 'more';

export const CopyMenu = ({ formats, trigger, onCopy, onMore, onClose }: Props) => (
  <ActionMenu
    label={copyAsWords.copy}
    trigger={trigger}
    entries={[
      ...formats.map((id) => ({
        id,
        label: formatWords[id].label,
        hint: formatWords[id].hint ?? null,
        icon: iconOf(id),
      })),
      ...(onMore === null
        ? []
        : [{ id: more, label: copyAsWords.more, icon: <Ellipsis size={15} aria-hidden="true" /> }]),
    ]}
    onAction={(id) => {
      if (id === more) onMore?.();
      else onCopy(id as CopyFormat);
    }}
    onClose={onClose}
  />
);
