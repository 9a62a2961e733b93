import fc from 'fast-check';
import { expect, it } from 'vitest';
import { channelName } from '../../shared/channels.ts';
import { contract } from '../../shared/contract.ts';
import { callChannels, createApi } from '../support/fakes/api.ts';

const cases = 100_000;
/** What it guards against takes minutes; a busy machine adds tenths of a second. */
const hangMs = 2_000;

const id = '3f0d0c52-6f4e-4c3e-9b3c-6a0c7a2b8f10';

const fieldNames = [
  'connectionId',
  'operationId',
  'providerId',
  'index',
  'label',
  'input',
  'answer',
  'promptId',
  'kind',
  'value',
  'address',
  'format',
  'field',
  '__proto__',
  'constructor',
  'prototype',
  'toJSON',
  'then',
  'length',
  '',
];

const plausible: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    id,
    'storx',
    'accept',
    'secret',
    'json',
    'access-key-id',
    'A label',
    0,
    1,
    20,
    true,
    null,
    undefined,
    '',
    '../',
    'x'.repeat(90),
    'x'.repeat(70_000),
    Number.NaN,
    -1,
    1.5,
    Number.POSITIVE_INFINITY,
    '\u0000',
    '\ud800',
    '<img src=x onerror=alert(1)>',
  ),
  fc.constant({}),
  fc.constant({ kind: 'accept' }),
  fc.constant({ kind: 'secret', value: 'x' }),
);

const nearMiss = fc.dictionary(fc.constantFrom(...fieldNames), plausible, { maxKeys: 5 });

const strange: fc.Arbitrary<unknown> = fc
  .constantFrom<() => unknown>(
    () => {
      const loop: Record<string, unknown> = { connectionId: id };
      loop.label = loop;
      return loop;
    },
    () => new Uint32Array(20_000),
    () => new Map([[{}, []]]),
    () => new Set([id]),
    () => () => id,
    () => ({ toJSON: () => ({ connectionId: id }) }),
    () => new Date(Number.NaN),
    () => /x/g,
    () => new Error('x'),
    () => Symbol('x'),
    () => Array.from({ length: 100_000 }, () => 0),
    () => Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, index])),
    () => JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
    () => Object.create({ connectionId: id }),
    () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap');
          },
          ownKeys: () => {
            throw new Error('trap');
          },
        },
      ),
  )
  .map((make) => make());

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
  maxDepth: 3,
  maxKeys: 4,
} as fc.ObjectConstraints);

const message = fc.oneof(
  { weight: 6, arbitrary: nearMiss as fc.Arbitrary<unknown> },
  { weight: 2, arbitrary: plausible },
  { weight: 2, arbitrary: anything },
  { weight: 1, arbitrary: strange },
);

it(`I3 ${cases} strange messages: an envelope each, no handler on bad input, no hang`, async () => {
  const bridge = createApi({}, 'fatal');
  const schemas = new Map(
    callChannels.map(([group, name]) => {
      const members = contract[group as keyof typeof contract] as Record<string, unknown>;
      return [
        channelName(group, name),
        members[name] as { argument: { safeParse: (v: unknown) => { success: boolean } } },
      ];
    }),
  );
  let slowest: { readonly ms: number; readonly channel: string } = { ms: 0, channel: '' };

  const run = async (group: string, name: string, data: readonly unknown[]) => {
    bridge.advance(60_000);
    const startedMs = performance.now();
    const answer = await bridge.call(group, name, ...data);
    return { answer, ms: performance.now() - startedMs };
  };

  let done = 0;
  let valid = 0;
  const seed = 20_260_101;
  const messagesNeeded = Math.ceil(cases / callChannels.length);
  const data = fc.array(message, { minLength: 0, maxLength: 2 });
  for (let made = 0; made < messagesNeeded; made += 500) {
    // In portions, so that the messages of one are garbage before the next.
    for (const sent of fc.sample(data, { numRuns: 500, seed: seed + made })) {
      for (const [group, name] of callChannels) {
        const channel = channelName(group, name);
        bridge.entered.length = 0;
        const first = await run(group, name, sent);
        done += 1;
        if (typeof first.answer.ok !== 'boolean') expect.fail(`no envelope from ${channel}`);
        for (const { argument } of bridge.entered) {
          valid += 1;
          if (!schemas.get(channel)?.argument.safeParse(argument).success) {
            expect.fail(`${channel} was entered with ${String(argument)}`);
          }
        }
        if (first.ms > hangMs) {
          // Told apart from a pause of the machine by looking whether the message does it again.
          const again = await run(group, name, sent);
          if (again.ms > slowest.ms) slowest = { ms: again.ms, channel };
        }
      }
    }
  }
  expect(done).toBeGreaterThanOrEqual(cases);
  // Some of it must get through, or the messages would prove nothing about the schemas.
  expect(valid).toBeGreaterThan(1_000);
  expect(slowest.ms, slowest.channel).toBeLessThan(hangMs);
}, 120_000);
