import { z } from 'zod';

/** What `npm audit --json` prints; a `via` that is a word names another package of the same report. */
const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), range: z.string() }),
        ]),
      ),
    }),
  ),
});

/**
 * Names every advisory of a report of `npm audit --json` that is not let pass, and every one that is let pass
 * for no reason any more. `letPass` are rows of docs/dependencies.md: advisory, package, reason, last day
 * (ISO 8601). Throws where the text is no report, such as that of a registry which answers no such questions.
 */
export const openVulnerabilities = (
  report: string,
  letPass: readonly (readonly string[])[],
  today: string,
): readonly string[] => {
  const { vulnerabilities } = reportSchema.parse(JSON.parse(report));
  const advisories = Object.values(vulnerabilities).flatMap(({ via }) =>
    via.flatMap((each) => (typeof each === 'string' ? [] : [each])),
  );
  const open = advisories.flatMap(({ name, title, url, range }) => {
    const row = letPass.find(([id = '', of]) => url.endsWith(`/${id}`) && of === name);
    const [, , reason = '', until = ''] = row ?? [];
    if (row !== undefined && reason !== '' && today <= until) return [];
    return [
      `${name} ${range}: ${title} (${url})${row === undefined ? '' : `, let pass until ${until}`}`,
    ];
  });
  const stale = letPass.flatMap(([id = '', of = '']) =>
    advisories.some(({ name, url }) => name === of && url.endsWith(`/${id}`))
      ? []
      : [`${id} (${of}) is let pass and concerns nothing any more`],
  );
  return [...new Set([...open, ...stale])];
};
