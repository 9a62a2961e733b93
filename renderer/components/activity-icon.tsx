import {
  Archive,
  ArchiveRestore,
  BadgeCheck,
  Bot,
  CircleAlert,
  CircleHelp,
  ClockAlert,
  Copy,
  Eye,
  LogIn,
  Plug,
  RefreshCw,
  ShieldCheck,
  ShieldX,
  Terminal,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { ActivityKind } from '../../shared/activity.ts';

const icons = {
  connected: Plug,
  renewed: RefreshCw,
  'renewal-failed': CircleAlert,
  verified: BadgeCheck,
  expiring: ClockAlert,
  expired: ClockAlert,
  'signed-out': LogIn,
  disconnected: Unplug,
  copied: Copy,
  revealed: Eye,
  'handed-out': Terminal,
  approved: ShieldCheck,
  refused: ShieldX,
  assisted: Bot,
  'backed-up': Archive,
  restored: ArchiveRestore,
  'cut-short': TriangleAlert,
  'chain-broken': TriangleAlert,
  'lines-lost': TriangleAlert,
} satisfies Readonly<Record<ActivityKind, unknown>>;

export const ActivityIcon = ({ kind }: { readonly kind: ActivityKind | undefined }) => {
  const Icon = kind === undefined ? CircleHelp : icons[kind];
  return <Icon size={15} aria-hidden="true" />;
};
