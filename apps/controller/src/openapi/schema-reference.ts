import { z } from 'zod';

/** Points at a schema that has an id; the schema itself stands under components. */
export function schemaReference(schema: z.ZodType): { readonly $ref: string } {
  const id = schema.meta()?.id;
  if (id === undefined) throw new Error('a schema in the API document needs an id: .meta({ id })');
  return { $ref: addressOf(id) };
}

/** Every schema with an id, as OpenAPI 3.1 components. */
export function schemaComponents(): Readonly<Record<string, object>> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    // Answers may get more members in later versions; what is read is strict where its schema says so.
    io: 'input',
    uri: addressOf,
    override: ({ jsonSchema }) => {
      // What our types call readonly is not what OpenAPI means by it.
      delete jsonSchema.readOnly;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([id, schema]) => [id, bare(schema)]),
  );
}

/** Members that a schema has on its own, and not inside a document. */
const namesItself: ReadonlySet<string> = new Set(['$schema', '$id', 'id']);

function bare(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !namesItself.has(name)));
}

function addressOf(id: string): string {
  return `#/components/schemas/${id}`;
}
