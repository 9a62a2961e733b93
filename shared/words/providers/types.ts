/** An option's label, by its value; with what to know of it besides. */
export type OptionWords = Readonly<
  Record<string, string | { readonly label: string; readonly help?: string }>
>;

/** What a form says, by the name of the field. */
export type FieldWords = Readonly<
  Record<
    string,
    {
      readonly label: string;
      readonly help?: string;
      readonly unit?: string;
      readonly options?: OptionWords;
    }
  >
>;

/** Everything that the window says of a provider. */
export type ProviderWords = {
  readonly name: string;
  /** Says what connecting it is, as a heading; without one, `Connect` and the name. */
  readonly action?: string;
  /** One line for the gallery. */
  readonly summary: string;
  /** What to do at the provider before connecting, one sentence a step. */
  readonly guide?: readonly string[];
  /** What is good to know besides: limits, how long things live. */
  readonly notes?: readonly string[];
  /** Labels of the links, in the descriptor's order. */
  readonly links: readonly string[];
  /** What stays valid at the provider when a connection is deleted here, and where a person ends it. */
  readonly afterDisconnect?: string;
  readonly fields: FieldWords;
};

/** Words by the provider's id, put together when they are asked for. */
export type ProvidersWords = Readonly<Record<string, () => ProviderWords>>;
