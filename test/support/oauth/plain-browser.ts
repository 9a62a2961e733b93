import { type Arrived, attributeOf, type FormFields, navigateOnce } from './top-navigation.ts';

export type Page = Omit<Arrived, 'cookies'>;

/** Visits loopback pages as a person would, for tests that need no real browser. */
export const navigate = (address: string, form: FormFields | null = null): Promise<Page> =>
  navigateOnce(address, form, { origin: new URL(address).origin, cookie: '' });

/** Opens a consent page of the stand-ins, presses a button, and gives where it leads. */
export const pressConsent = async (
  address: string,
  decision: 'approve' | 'deny',
  passphrase = 'correct horse',
): Promise<Page> => {
  const page = await navigate(address);
  const form = /<form[^>]*>/.exec(page.body)?.[0] ?? '';
  const action = attributeOf(form, 'action');
  if (action === undefined) return page;
  const inputs = [...page.body.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const requestId = inputs.find((tag) => attributeOf(tag, 'name') === 'request_id') ?? '';
  const scopes = inputs.filter((tag) => attributeOf(tag, 'name') === 'approved_scope');
  return navigate(new URL(action, address).href, [
    ['request_id', attributeOf(requestId, 'value') ?? ''],
    ['passphrase', passphrase],
    ['decision', decision],
    ...scopes.map((tag) => ['approved_scope', attributeOf(tag, 'value') ?? ''] as const),
  ]);
};

/** The same, following the redirect back to the app. */
export const answerConsent = async (
  address: string,
  decision: 'approve' | 'deny',
  passphrase?: string,
): Promise<Page> => {
  const pressed = await pressConsent(address, decision, passphrase);
  return pressed.location === null ? pressed : navigate(pressed.location);
};
