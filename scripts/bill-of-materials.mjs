import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums';
import { Bom, Component, LicenseExpression } from '@cyclonedx/cyclonedx-library/Models';
import { JSON as Json, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';

/**
 * Writes what a package is made of as a CycloneDX 1.6 document: Electron and the npm packages that it
 * carries, with licence and the digest that the lock file pins. Without a time of its own, so that
 * two builds of one commit give the same bytes.
 */
export async function writeBillOfMaterials(file, { project, electronVersion, carried }) {
  const readJson = async (name) => JSON.parse(await readFile(join(project, name), 'utf8'));
  const manifest = await readJson('package.json');
  const { packages: locked } = await readJson('package-lock.json');

  const bom = new Bom();
  const { SOURCE_DATE_EPOCH: epoch } = process.env;
  if (epoch !== undefined) bom.metadata.timestamp = new Date(Number(epoch) * 1000);
  const product = component(ComponentType.Application, manifest.name, manifest.version);
  product.licenses.add(new LicenseExpression(manifest.license));
  bom.metadata.component = product;
  const add = (part, license) => {
    part.licenses.add(new LicenseExpression(license));
    bom.components.add(part);
    product.dependencies.add(part.bomRef);
  };
  // The digest of its npm package would be that of an installer alone.
  add(component(ComponentType.Framework, 'electron', electronVersion), 'MIT');
  for (const { name, version, identifier } of carried) {
    const part = component(ComponentType.Library, name, version);
    part.hashes.set(HashAlgorithm['SHA-512'], digestOf(locked, name, version));
    add(part, identifier);
  }
  const serializer = new JsonSerializer(new Json.Normalize.Factory(Spec1dot6));
  await writeFile(file, `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`);
}

function component(type, name, version) {
  // Package URL specification, type "npm": the @ of a scope is written %40.
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  return new Component(type, name, { version, purl, bomRef: purl });
}

/** Gives the digest of an npm archive in hex; throws where the lock file pins none. */
function digestOf(locked, name, version) {
  const found = Object.entries(locked).find(
    ([path, entry]) =>
      (entry.name ?? path.replace(/^.*node_modules\//, '')) === name && entry.version === version,
  );
  const base64 = /^sha512-(\S+)$/.exec(found?.[1].integrity ?? '')?.[1];
  if (base64 === undefined) throw new Error(`package-lock.json pins no ${name} ${version}`);
  return Buffer.from(base64, 'base64').toString('hex');
}
