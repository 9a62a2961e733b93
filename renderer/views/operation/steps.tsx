import { Ban, Circle, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { OperationView } from '../../../shared/schemas.ts';
import { stepWords } from '../../../shared/wording.ts';
import { spinClass } from '../../components/button.tsx';
import styles from './operation.module.css';

const icons = {
  waiting: Circle,
  running: LoaderCircle,
  done: CircleCheck,
  failed: CircleX,
  cancelled: Ban,
};
const said = {
  waiting: 'not started',
  running: 'in progress',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

type Props = {
  readonly steps: OperationView['steps'];
  /** The account holds tokens and no keys. */
  readonly holdsTokens?: boolean;
};

/** The named steps of an operation, as they happen. */
export const Steps = ({ steps, holdsTokens = false }: Props) => (
  <ol className={styles.steps}>
    {steps.map(({ id, status }) => {
      const Icon = icons[status];
      const { doing, done } = stepWords(id, holdsTokens);
      return (
        <li key={id} className={styles.step} data-status={status}>
          <Icon
            size={16}
            aria-hidden="true"
            className={status === 'running' ? spinClass : undefined}
          />
          {status === 'done' ? done : doing}
          <span className="visually-hidden">{`, ${said[status]}`}</span>
        </li>
      );
    })}
  </ol>
);
