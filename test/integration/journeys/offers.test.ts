import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storxRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput, ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import { type Provider, type WordedField, withWords } from '../../../shared/words/providers.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import type { Offer } from '../../support/worlds/offer.ts';
import { describeOffers, startOffers } from '../../support/worlds/offers.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

let world: StandInWorld;
let app: ServiceWorld;
let offers: readonly Offer[];

beforeEach(async () => {
  world = await startWorld({ options: { redirectUris: [...storxRedirectUris] } });
  app = await startServices();
  offers = await startOffers(world, join(app.folder, 'offers'));
});
afterEach(async () => {
  await app.close();
  await world.close();
});

/** What the form holds before anyone has typed, as the window fills it. */
const initialOf = ({ fields }: Provider): FormInput =>
  Object.fromEntries(
    fields.flatMap((field) =>
      'initial' in field && field.initial !== undefined ? [[field.name, field.initial]] : [],
    ),
  );

/** The value behind what a choice says. */
const asChosen = (field: WordedField, said: string): string =>
  field.kind === 'choice'
    ? (field.options.find(({ label }) => label === said)?.value ?? 'no such option')
    : said;

const descriptors = () =>
  (app.services().handlers.providers.list() as readonly ProviderDescriptor[]).map(withWords);

describe('the offers of the demo', () => {
  it('are each connected by typing what they say', async () => {
    const { providers, connections } = app.services().handlers;
    app.onVisit((address) => void answerConsent(address, 'approve'));
    for (const offer of offers) {
      if (offer.templateFile !== null) {
        const text = await readFile(offer.templateFile, 'utf8');
        await providers.importTemplate({ text, replace: false });
      }
      const descriptor = descriptors().find(({ name }) => name === offer.name);
      expect(descriptor?.name).toBe(offer.name);
      if (descriptor === undefined) continue;
      const typed = offer.values.map(([label, value]) => {
        const field = descriptor.fields.find((each) => each.label === label);
        expect([label, field?.label]).not.toContain(undefined);
        return [field?.name, field === undefined ? value : asChosen(field, value)];
      });
      const providerId = providerIdSchema.parse(descriptor.id);
      const filled =
        offer.dropFile === null
          ? null
          : await providers.prefill({ providerId, text: await readFile(offer.dropFile, 'utf8') });
      const { operationId } = await connections.connect({
        providerId,
        label: offer.name,
        input: {
          ...initialOf(descriptor),
          ...filled?.values,
          ...(Object.fromEntries(typed) as FormInput),
        },
        draft: filled?.draft ?? null,
      });
      for (const turn of offer.afterwards) {
        // The browser answers by itself.
        if (turn === 'consent') continue;
        await app.prompt(operationId, turn === 'review' ? 'review-grant' : 'secret');
        const answer =
          turn === 'review'
            ? ({ kind: 'accept' } as const)
            : ({ kind: 'secret', value: turn.value } as const);
        await app.answer(operationId, answer);
      }
      await app.done(operationId);
    }
    expect(
      app
        .snapshot()
        .connections.map(({ label }) => label)
        .sort(),
    ).toEqual(offers.map(({ name }) => name).sort());
  });

  it('name every value once, to be copied from a terminal', () => {
    const text = describeOffers(offers);
    for (const { values, dropFile, templateFile } of offers) {
      for (const [, value] of values) expect(text).toContain(value);
      for (const path of [dropFile, templateFile]) if (path !== null) expect(text).toContain(path);
    }
  });
});
