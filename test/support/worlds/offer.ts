/** What a person can connect to in the demo, and what to type. */
export type Offer = {
  /** As the gallery names it. */
  readonly name: string;
  /** What the account may be called. */
  readonly label: string;
  /** A template to import first, for providers whose addresses are part of their template. */
  readonly templateFile: string | null;
  /** A file to drop onto the form. */
  readonly dropFile: string | null;
  readonly values: readonly (readonly [label: string, value: string])[];
  /** The person's turns after the form. */
  readonly afterwards: readonly Turn[];
};

/** Allows it on the provider's page, accepts what was granted, or types what is asked for. */
type Turn = 'consent' | 'review' | { readonly label: string; readonly value: string };
