import { Check, ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import styles from './combo-box.module.css';
import { cx } from './cx.ts';
import { FieldProblem, helpClass, inputClass, labelClass, OptionalMark } from './fields.tsx';
import selectStyles from './select.module.css';

type Props = {
  readonly label: string;
  readonly optional: boolean;
  readonly help: string | undefined;
  readonly problem: string | null;
  readonly placeholder: string | undefined;
  readonly suggestions: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A text field with a list to search in. Any other text may be typed as well. */
export const ComboBox = (props: Props) => {
  const { label, optional, help, problem, placeholder, suggestions, value, onChange } = props;
  const problemId = useId();
  const [open, setOpen] = useState(false);
  return (
    <div
      onKeyDownCapture={(event) => {
        // Closes the list only; the view around it would leave the form.
        if (event.key === 'Escape' && open) event.preventDefault();
      }}
    >
      <AriaComboBox
        className={selectStyles.select ?? ''}
        allowsCustomValue
        menuTrigger="focus"
        defaultItems={suggestions.map((id) => ({ id }))}
        inputValue={value}
        isInvalid={problem !== null}
        isRequired={!optional}
        validationBehavior="aria"
        onInputChange={onChange}
        onSelectionChange={(chosen) => {
          // By itself the choice would reach the text one task after the key, and a form that is sent
          // in between would send what was typed.
          if (chosen !== null) onChange(String(chosen));
        }}
        onOpenChange={setOpen}
      >
        <Label className={labelClass}>
          {label}
          {optional ? <OptionalMark /> : null}
        </Label>
        <div className={styles.row}>
          <Input
            className={cx(inputClass, styles.input)}
            placeholder={placeholder ?? ''}
            autoComplete="off"
            spellCheck={false}
            {...(problem === null ? {} : { 'aria-describedby': problemId })}
          />
          <Button className={styles.button ?? ''}>
            <ChevronDown size={15} aria-hidden="true" />
          </Button>
        </div>
        <FieldProblem id={problemId} problem={problem} />
        {help === undefined ? null : (
          <Text slot="description" className={helpClass}>
            {help}
          </Text>
        )}
        <Popover className={selectStyles.popover ?? ''} offset={5}>
          <ListBox<{ id: string }> className={selectStyles.list ?? ''}>
            {({ id }) => (
              <ListBoxItem id={id} textValue={id} className={selectStyles.option ?? ''}>
                <Check size={14} aria-hidden="true" />
                <Text slot="label">{id}</Text>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </AriaComboBox>
    </div>
  );
};
