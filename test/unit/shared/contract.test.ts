import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CallChannel, contract } from '../../../shared/contract.ts';
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

describe('an entry of a call', () => {
  const { argument, reply, limit, maxBytes, callers } = contract.app.info;

  it('does not compile without each of its parts', () => {
    const entries: readonly CallChannel[] = [
      { argument, reply, limit, maxBytes, callers },
      // @ts-expect-error no argument
      { reply, limit, maxBytes, callers },
      // @ts-expect-error no reply
      { argument, limit, maxBytes, callers },
      // @ts-expect-error no limit
      { argument, reply, maxBytes, callers },
      // @ts-expect-error no size
      { argument, reply, limit, callers },
      // @ts-expect-error nobody may make it
      { argument, reply, limit, maxBytes, callers: [] },
    ];
    expect(entries).toHaveLength(6);
  });
});
