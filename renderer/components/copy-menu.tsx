import {
  Braces,
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
import { type CopyFormat, copyFormats } from '../../shared/copy-formats.ts';
import { ActionMenu } from './lazy-menu.tsx';

const icons: Readonly<Record<CopyFormat, ReactNode>> = {
  'access-key-id': <KeyRound size={15} aria-hidden="true" />,
  'secret-access-key': <LockKeyhole size={15} aria-hidden="true" />,
  endpoint: <Globe size={15} aria-hidden="true" />,
  region: <MapPin size={15} aria-hidden="true" />,
  'env-sh': <Terminal size={15} aria-hidden="true" />,
  'aws-profile': <FileText size={15} aria-hidden="true" />,
  json: <Braces size={15} aria-hidden="true" />,
  'access-token': <Ticket size={15} aria-hidden="true" />,
  'authorization-header': <Heading size={15} aria-hidden="true" />,
  'connection-id': <Hash size={15} aria-hidden="true" />,
  'connection-id-env': <Terminal size={15} aria-hidden="true" />,
};

type Props = {
  /** What the connection has; see `copyFormatsOf`. */
  readonly formats: readonly CopyFormat[];
  readonly trigger: RefObject<HTMLElement | null>;
  readonly onCopy: (format: CopyFormat) => void;
  readonly onClose: () => void;
};

export const CopyMenu = ({ formats, trigger, onCopy, onClose }: Props) => (
  <ActionMenu
    label="Copy"
    trigger={trigger}
    entries={formats.map((id) => ({
      id,
      label: copyFormats[id].label,
      hint: copyFormats[id].hint,
      icon: icons[id],
    }))}
    onAction={(id) => onCopy(id as CopyFormat)}
    onClose={onClose}
  />
);
