import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/contract.ts';
import { maxFieldTextLength } from '../../../shared/limits.ts';
import { formInputSchema } from '../../../shared/provider-descriptor.ts';

const secretAnswer = (value: string) =>
  contract.operations.answer.argument.safeParse({
    operationId: randomUUID(),
    promptId: 1,
    answer: { kind: 'secret', value },
  }).success;

describe('what a person types', () => {
  it('may be as long in a prompt as in a form, and no longer', () => {
    const longest = 'x'.repeat(maxFieldTextLength);
    for (const [text, fits] of [
      [longest, true],
      [`${longest}x`, false],
    ] as const) {
      expect(secretAnswer(text)).toBe(fits);
      expect(formInputSchema.safeParse({ privateKey: text }).success).toBe(fits);
    }
  });

  it('names the prompt it answers', () => {
    const { success } = contract.operations.answer.argument.safeParse({
      operationId: randomUUID(),
      answer: { kind: 'accept' },
    });
    expect(success).toBe(false);
  });
});
