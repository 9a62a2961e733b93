/** Writes the JSON schema of provider templates that editors check them with: `npm run schema`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateJsonSchema } from '../electron/providers/template/schema.ts';
import { projectFolder } from '../test/support/app/package-app.ts';

await writeFile(
  join(projectFolder, 'electron/providers/templates/template.schema.json'),
  JSON.stringify(templateJsonSchema(), null, 2),
);
