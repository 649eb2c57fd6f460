import type { ResourceTemplate } from '../server-definition.ts';

/** A segment of a resource's URI: bounded, and no character that another segment or scheme could be made of. */
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a template has no variable: then it is one resource, with this URI and no other. */
export function isFixed({ uriTemplate }: Pick<ResourceTemplate, 'uriTemplate'>): boolean {
  return !uriTemplate.includes('{');
}

/** The template that a URI fits and its variable, '' where it has none; or undefined. Exact: no normalisation, no decoding, no traversal. */
export function matchUri(
  resources: readonly ResourceTemplate[],
  uri: string,
): { readonly resource: ResourceTemplate; readonly variable: string } | undefined {
  for (const resource of resources) {
    if (isFixed(resource)) {
      if (uri === resource.uriTemplate) return { resource, variable: '' };
      continue;
    }
    const [before = '', after = ''] = resource.uriTemplate.split(/\{[a-z]+\}/);
    if (!uri.startsWith(before) || !uri.endsWith(after) || uri.length < before.length + after.length) continue;
    const variable = uri.slice(before.length, uri.length - after.length);
    if (SEGMENT.test(variable)) return { resource, variable };
  }
  return undefined;
}
