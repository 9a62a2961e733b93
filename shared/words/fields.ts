import type { FieldProblem } from '../result.ts';
import { messages, says } from './messages.ts';

/** What is wrong with one field, as a sentence to show beside it. */
export const fieldProblemWording: Readonly<Record<FieldProblem, string>> = messages('fields', {
  required: 'Fill this in to continue.',
  'too-long': 'This is longer than it can be. Check that only the value was pasted.',
  'not-a-url': 'Enter a whole address, such as https://example.com.',
  'not-https': 'The address has to start with https://.',
  'not-loopback': 'Addresses that start with http:// work for this computer only (127.0.0.1).',
  'out-of-range': 'This number is outside the allowed range.',
  'not-a-choice': 'Choose one of the options.',
  'bad-format': 'This does not look right. Check for missing or extra characters.',
  refused: 'This was not accepted. Check it, or enter another one.',
  'other-key': 'This looks like the other key of the pair.',
});

const words = messages('fields.words', {
  range: says(
    'Enter a number from {minimum} to {maximum}{unit, select, none {} other { {unit}}}.',
    (minimum: number, maximum: number, unit: string | undefined) => ({
      minimum,
      maximum,
      unit: unit || 'none',
    }),
  ),
});

/** Describes one field's problem; names the range when the field has one. */
export const describeFieldProblem = (
  problem: FieldProblem,
  range?: {
    readonly minimum: number;
    readonly maximum: number;
    readonly unit?: string | undefined;
  },
): string =>
  problem === 'out-of-range' && range !== undefined
    ? words.range(range.minimum, range.maximum, range.unit)
    : fieldProblemWording[problem];
