import { Ban, Circle, CircleCheck, CircleX, Hourglass, LoaderCircle } from 'lucide-react';
import type { OperationView } from '../../../shared/schemas.ts';
import { stepStates, stepWords } from '../../../shared/words/operations.ts';
import { spinClass } from '../../components/button.tsx';
import styles from './operation.module.css';

const icons = {
  waiting: Circle,
  running: LoaderCircle,
  done: CircleCheck,
  failed: CircleX,
  cancelled: Ban,
};

type Props = Pick<OperationView, 'steps' | 'prompt'> & {
  /** The account holds tokens and no keys. */
  readonly holdsTokens?: boolean;
};

/** The named steps of an operation, as they happen. While it is the person's turn nothing spins. */
export const Steps = ({ steps, prompt, holdsTokens = false }: Props) => (
  <ol className={styles.steps}>
    {steps.map(({ id, status }) => {
      const isWorking = status === 'running' && prompt === null;
      const Icon = status === 'running' && prompt !== null ? Hourglass : icons[status];
      const { doing, done } = stepWords(id, holdsTokens);
      return (
        <li key={id} className={styles.step} data-status={status}>
          <Icon size={16} aria-hidden="true" className={isWorking ? spinClass : undefined} />
          {status === 'done' ? done : doing}
          <span className="visually-hidden">{`, ${stepStates[status]}`}</span>
        </li>
      );
    })}
  </ol>
);
