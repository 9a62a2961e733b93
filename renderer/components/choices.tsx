import { type ReactNode, useId } from 'react';
import styles from './choices.module.css';
import { cx } from './cx.ts';
import { FieldProblem } from './fields.tsx';

type GroupProps = {
  readonly legend: string;
  readonly problem?: string | null;
  readonly children: ReactNode;
};

/** What belongs together among things to choose, and what is amiss with the choice. */
export const ChoiceGroup = ({ legend, problem = null, children }: GroupProps) => {
  const id = useId();
  return (
    <fieldset className={styles.group} aria-describedby={problem === null ? undefined : id}>
      <legend>{legend}</legend>
      {children}
      <FieldProblem id={id} problem={problem} />
    </fieldset>
  );
};

/** Keeps choices apart that need no name of their own. */
export const choicesClass: string = styles.group ?? '';
/** Says more about a choice. */
export const choiceHelpClass: string = styles.help ?? '';

type Props = {
  /** Of the group, where one of several is chosen; left out, it stands for itself. */
  readonly name?: string;
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  /** Keeps the focus, so that `help` is heard, and takes no choice. */
  readonly locked?: boolean;
  readonly onChoose: (checked: boolean) => void;
};

/** Something to choose, and what it means. */
export const Choice = ({ name, label, help, checked, locked = false, onChoose }: Props) => {
  const id = useId();
  return (
    <label className={styles.choice}>
      <input
        type={name === undefined ? 'checkbox' : 'radio'}
        name={name}
        checked={checked}
        aria-labelledby={id}
        aria-describedby={help === undefined ? undefined : `${id}help`}
        aria-disabled={locked}
        onChange={(event) => {
          if (!locked) onChoose(event.target.checked);
        }}
      />
      <span>
        <span id={id} dir="auto">
          {label}
        </span>
        {help === undefined ? null : (
          <span id={`${id}help`} className={styles.help}>
            {help}
          </span>
        )}
      </span>
    </label>
  );
};

type ManyProps<Id extends string> = {
  readonly choices: readonly { readonly id: Id; readonly label: string }[];
  readonly chosen: ReadonlySet<Id>;
  readonly onChange: (chosen: ReadonlySet<Id>) => void;
  /** They belong to a choice above them. */
  readonly indented?: boolean;
};

/** Any number of many, which scroll where there are too many to see at once. */
export const ManyChoices = <Id extends string>({
  choices,
  chosen,
  onChange,
  indented = false,
}: ManyProps<Id>) => {
  const choose = (id: Id, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <div className={cx(styles.many, indented && styles.indented)}>
      {choices.map(({ id, label }) => (
        <Choice
          key={id}
          label={label}
          checked={chosen.has(id)}
          onChoose={(isChosen) => choose(id, isChosen)}
        />
      ))}
    </div>
  );
};
