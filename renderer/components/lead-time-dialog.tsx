import { useState } from 'react';
import { maxLeadHours } from '../../shared/limits.ts';
import { leadTimeWords as words } from '../../shared/words/reminders.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Field, formClass, inputClass } from './fields.tsx';
import { Select } from './select.tsx';

type Props = {
  /** In hours, where one was typed before. */
  readonly hours: number | null;
  readonly onChoose: (hours: number) => void;
  readonly onClose: () => void;
};

const hoursIn = { hours: 1, days: 24 } as const;
type Unit = keyof typeof hoursIn;
const units: readonly Unit[] = ['hours', 'days'];

/** Asks how long before its end the person is told of an account. */
export const LeadTimeDialog = ({ hours, onChoose, onClose }: Props) => {
  const usual: Unit = hours === null || hours % 24 === 0 ? 'days' : 'hours';
  const [unit, setUnit] = useState<Unit>(usual);
  const [amount, setAmount] = useState(hours === null ? '' : String(hours / hoursIn[usual]));
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (): void => {
    const chosen = /^\s*\d{1,5}\s*$/.test(amount) ? Number(amount) * hoursIn[unit] : 0;
    if (chosen < 1 || chosen > maxLeadHours) {
      setProblem(words.problem);
      return;
    }
    onChoose(chosen);
    onClose();
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        className={formClass}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={words.amount} problem={problem}>
          {(ids) => (
            <input
              {...ids}
              className={inputClass}
              inputMode="numeric"
              autoComplete="off"
              autoFocus
              value={amount}
              onChange={(event) => setAmount(event.target.value)}
            />
          )}
        </Field>
        <Select
          label={words.unit}
          help={undefined}
          problem={null}
          options={units.map((value) => ({ value, label: words.units[value] }))}
          value={unit}
          code={false}
          action={null}
          onChange={(value) => setUnit(units.find((each) => each === value) ?? usual)}
        />
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" submits>
            {words.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
