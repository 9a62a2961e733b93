import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { commonWords } from '../../shared/words/common.ts';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import styles from './fields.module.css';

type FieldIds = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

type FieldProps = {
  readonly label: string;
  readonly optional?: boolean;
  readonly help?: string | undefined;
  readonly problem?: string | null;
  readonly children: (ids: FieldIds) => ReactNode;
};

/** A labelled field with its help and its problem tied to it for screen readers. */
export const Field = ({ label, optional = false, help, problem = null, children }: FieldProps) => {
  const id = useId();
  const helpId = `${id}help`;
  const problemId = `${id}problem`;
  const describedBy = [problem === null ? '' : problemId, help === undefined ? '' : helpId]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional ? <OptionalMark /> : null}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': problem === null ? undefined : true,
      })}
      <FieldProblem id={problemId} problem={problem} />
      {help === undefined ? null : (
        <p id={helpId} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  );
};

export const OptionalMark = () => <span className={styles.optional}>{commonWords.optional}</span>;

export const FieldProblem = ({
  id,
  problem,
}: {
  readonly id: string;
  readonly problem: string | null;
}) =>
  problem === null ? null : (
    <p id={id} className={styles.problem}>
      <CircleAlert size={14} aria-hidden="true" />
      {problem}
    </p>
  );

export type SecretElement = HTMLInputElement | HTMLTextAreaElement;

type SecretInputProps = {
  /** What is typed, for the button that shows it. */
  readonly name: string;
  /** Where the owner finds the element to read it, once, on submit. */
  readonly element: (element: SecretElement | null) => void;
  readonly ids: FieldIds;
  readonly multiline?: boolean | undefined;
  readonly required?: boolean;
  readonly placeholder?: string | undefined;
};

/**
 * An input for a secret. It is uncontrolled: what is typed stays in the element alone, never in the
 * window's state. A `textarea` has no password type, so it is masked by style.
 */
export const SecretInput = (props: SecretInputProps) => {
  const { name, element, ids, multiline = false, required, placeholder } = props;
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const hide = (): void => setVisible(false);
    window.addEventListener('blur', hide);
    return () => window.removeEventListener('blur', hide);
  }, []);
  const shared = {
    ...ids,
    ref: element,
    autoComplete: 'off',
    autoCorrect: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    placeholder,
    'aria-required': required ? true : undefined,
  } as const;
  const look = cx(styles.input, styles.code);
  return (
    <div className={styles.withButton}>
      {multiline ? (
        <textarea
          {...shared}
          rows={4}
          className={cx(look, !visible && placeholder === undefined && styles.hidden)}
        />
      ) : (
        <input {...shared} type={visible ? 'text' : 'password'} className={look} />
      )}
      <span className={styles.inside}>
        <IconButton
          label={commonWords[visible ? 'hideWhat' : 'showWhat'](name)}
          tip={commonWords[visible ? 'hide' : 'show']}
          icon={
            visible ? <EyeOff size={15} aria-hidden="true" /> : <Eye size={15} aria-hidden="true" />
          }
          onClick={() => setVisible((now) => !now)}
        />
      </span>
    </div>
  );
};

/** A form in a dialog, its fields one below the other. */
export const formClass: string = styles.form ?? '';
export const inputClass: string = styles.input ?? '';
export const codeClass: string = styles.code ?? '';
export const numberRowClass: string = styles.numberRow ?? '';
export const helpClass: string = styles.help ?? '';
export const labelClass: string = styles.label ?? '';
export const hiddenClass: string = styles.hidden ?? '';
