import type { ExposedFinding } from '../../../shared/exposed-secrets.ts';
import {
  exposedKey,
  instead,
  exposedWords as words,
} from '../../../shared/words/exposed-secrets.ts';
import { Button } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import styles from './exposed.module.css';

type Props = {
  readonly finding: ExposedFinding;
  readonly onReplace: () => void;
  readonly onTake: () => void;
};

/** One key in plain text, and what can be done about it. */
export const ExposedRow = ({ finding, onReplace, onTake }: Props) => {
  const { connections } = useSnapshot();
  const { owner, act, kind, isBackup } = finding;
  const place = words.place(finding);
  const whose = (): string => {
    if (owner.kind === 'unknown') return words.unknown;
    if (owner.kind === 'not-compared') return words.notKnown;
    return words.ours(connections.find(({ id }) => id === owner.connectionId)?.label ?? '');
  };
  const of = <span className="visually-hidden"> {words.of(place)}</span>;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h3 dir="auto">{place}</h3>
        <p dir="auto">{exposedKey(finding)}</p>
        <p className={styles.faint} dir="auto">
          {whose()}
        </p>
        {act !== 'by-hand' ? null : (
          <p className={styles.advice}>{isBackup ? words.backup : instead[kind]}</p>
        )}
      </div>
      {act === 'replace' ? (
        <Button onClick={onReplace}>
          {words.replace}
          {of}
        </Button>
      ) : act === 'take' ? (
        <Button onClick={onTake}>
          {words.take}
          {of}
        </Button>
      ) : null}
    </li>
  );
};
