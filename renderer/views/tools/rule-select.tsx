import type { ConsumerView } from '../../../shared/schemas.ts';
import { ruleHelp, ruleLabels, toolsWords } from '../../../shared/words/consumers.ts';
import { Select } from '../../components/select.tsx';

type Rule = ConsumerView['rule'];

const rules = (Object.keys(ruleLabels) as readonly Rule[]).map((rule) => ({
  value: rule,
  label: ruleLabels[rule],
  help: ruleHelp[rule],
}));
const isRule = (value: string): value is Rule => value in ruleLabels;

type Props = { readonly rule: Rule; readonly onChange: (rule: Rule) => void };

/** The choice by what rule a tool gets what it was given. */
export const RuleSelect = ({ rule, onChange }: Props) => (
  <Select
    label={toolsWords.rule}
    help={ruleHelp[rule]}
    problem={null}
    options={rules}
    value={rule}
    code={false}
    action={null}
    onChange={(next) => {
      if (isRule(next)) onChange(next);
    }}
  />
);
