import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput, ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { describeOffers, type Offer, startOffers } from '../../support/offers.ts';
import { answerConsent } from '../../support/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/service-world.ts';

let world: StandInWorld;
let app: ServiceWorld;
let offers: readonly Offer[];

beforeEach(async () => {
  world = await startWorld();
  app = await startServices();
  offers = await startOffers(world, join(app.folder, 'offers'));
});
afterEach(async () => {
  await app.close();
  await world.close();
});

/** What the form holds before anyone has typed, as the window fills it. */
const initialOf = ({ fields }: ProviderDescriptor): FormInput =>
  Object.fromEntries(
    fields.flatMap((field) =>
      'initial' in field && field.initial !== undefined ? [[field.name, field.initial]] : [],
    ),
  );

const descriptors = () => app.services().handlers.providers.list() as readonly ProviderDescriptor[];

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
        const bare = label.replace(' (More options)', '');
        const field = descriptor.fields.find((each) => each.label.startsWith(bare));
        expect([label, field?.label]).not.toContain(undefined);
        return [field?.name, value];
      });
      const { operationId } = await connections.connect({
        providerId: providerIdSchema.parse(descriptor.id),
        label: offer.name,
        input: { ...initialOf(descriptor), ...(Object.fromEntries(typed) as FormInput) },
        draft: null,
      });
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
    for (const { values } of offers) {
      for (const [, value] of values) expect(text).toContain(value);
    }
  });
});
