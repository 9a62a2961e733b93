import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  type Clock,
  ClockAlert,
  Hourglass,
  LoaderCircle,
  LogIn,
  RefreshCwOff,
  TriangleAlert,
} from 'lucide-react';
import type { ConnectionView, KeychainView, OperationView } from '../../shared/schemas.ts';
import { type Status, statusOf, statusSentence } from '../../shared/words/status.ts';
import { useClock } from '../state/app-context.tsx';
import { spinClass } from './button.tsx';
import { cx } from './cx.ts';
import styles from './status-chip.module.css';

const icons: Readonly<Record<Status['kind'], typeof Clock>> = {
  valid: CircleCheck,
  expiring: ClockAlert,
  expired: CircleAlert,
  due: ClockAlert,
  'sign-in': LogIn,
  failing: RefreshCwOff,
  unverified: CircleHelp,
  broken: TriangleAlert,
  pending: Hourglass,
  deleting: Hourglass,
  renewing: LoaderCircle,
  working: LoaderCircle,
  waiting: Hourglass,
  unknown: CircleHelp,
};

type Props = {
  readonly connection: ConnectionView;
  readonly operation: OperationView | null;
  readonly keychain: KeychainView;
  /** A sentence on its own, or text within a row, which says no more of what is well than it must. */
  readonly look: 'sentence' | 'row';
};

/** Shows a connection's status. It renders again only when its own words change. */
export const StatusChip = ({ connection, operation, keychain, look }: Props) => {
  const packed = useClock((nowMs) => {
    const input = { connection, operation, keychain, nowMs };
    const { kind, tone, text, brief } = statusOf(input);
    if (look === 'sentence') return `${kind}\n${tone}\n${statusSentence(input)}`;
    return `${kind}\n${tone}\n${text}${brief === null ? '' : `\n${brief}`}`;
  });
  const [kind, tone, text, brief] = packed.split('\n') as [
    Status['kind'],
    Status['tone'],
    string,
    string | undefined,
  ];
  if (brief !== undefined)
    return (
      <span className={cx(styles.status, styles.quiet)} data-status={kind}>
        <span className="visually-hidden">{text}</span>
        <span aria-hidden="true">{brief}</span>
      </span>
    );
  const Icon = icons[kind];
  const isBusy = kind === 'working' || kind === 'renewing';
  return (
    <span
      className={cx(styles.status, styles[tone], look === 'sentence' && styles.sentence)}
      data-status={kind}
    >
      <Icon size={14} aria-hidden="true" className={isBusy ? spinClass : undefined} />
      <span>{text}</span>
    </span>
  );
};
