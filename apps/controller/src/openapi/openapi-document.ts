import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { controllerVersion } from '../controller-version.js';
import { requestSignatureHeader } from '#protocol';
import { schemaComponents } from './schema-reference.js';

/** The OpenAPI 3.1 document: routes from the controllers, schemas of answers from where their types come from. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Hercules Connect controller')
    .setDescription(
      'Signed contracts become networks on bare-metal hosts. Refusals are application/problem+json (RFC 9457); ' +
        'the code of each names what to do.',
    )
    .setVersion(controllerVersion)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'hc_<id>.<secret>' }, 'token')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: requestSignatureHeader,
        description: 'compact JWS by the key of a host over method, address and body',
      },
      'hostSignature',
    );
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return { ...document, components: withOurSchemas(document.components) };
}

function withOurSchemas(
  components: OpenAPIObject['components'],
): NonNullable<OpenAPIObject['components']> {
  return { ...components, schemas: { ...components?.schemas, ...schemaComponents() } };
}
