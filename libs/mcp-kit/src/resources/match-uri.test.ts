import { refuse } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { ResourceTemplate } from '../server-definition.ts';
import { matchUri } from './match-uri.ts';

const resource = (uriTemplate: string): ResourceTemplate => ({
  ...{ name: uriTemplate, title: 'a resource', description: 'a resource', uriTemplate, scopes: ['inventory:read'] },
  read: async () => refuse({ code: 'none', reason: 'nothing is read here' }),
});
const STOCK = resource('inventory://warehouse/{id}/stock');
const ITEM = resource('inventory://item/{sku}');
const LOW = resource('inventory://low-stock');
const ALL = [STOCK, ITEM, LOW];

test.each([
  ['inventory://warehouse/HAM-1/stock', STOCK, 'HAM-1'],
  ['inventory://item/COF_1.KG', ITEM, 'COF_1.KG'],
])('%s is a resource with a variable', (uri, template, variable) => {
  expect(matchUri(ALL, uri)).toEqual({ resource: template, variable });
});

test('a template without a variable is one resource, and nothing longer or shorter is it', () => {
  expect(matchUri(ALL, 'inventory://low-stock')).toEqual({ resource: LOW, variable: '' });
});

test.each([
  'inventory://low-stock/',
  'inventory://low-stock/x',
  'inventory://low-stoc',
  'inventory://low-stockinventory://low-stock',
  'inventory://LOW-STOCK',
  'inventory://warehouse//stock',
  'inventory://warehouse/stock',
  'inventory://warehouse/HAM-1/stock/',
  'inventory://warehouse/HAM-1/stock?tenant=globex',
  'inventory://warehouse/HAM-1/stock#x',
  'inventory://warehouse/../globex/stock',
  'inventory://warehouse/HAM-1/../GOA-1/stock',
  'inventory://warehouse/%2e%2e/stock',
  'inventory://warehouse/HAM%2D1/stock',
  'INVENTORY://warehouse/HAM-1/stock',
  ' inventory://warehouse/HAM-1/stock',
  'inventory://warehouse/HAM-1\u0000/stock',
  'inventory://warehouse/ΗΑΜ-1/stock',
  'inventory://warehouse/-HAM/stock',
  `inventory://warehouse/${'a'.repeat(65)}/stock`,
  'inventory://item/',
  'file:///etc/passwd',
  '',
])('%s is none', (uri) => {
  expect(matchUri(ALL, uri)).toBeUndefined();
});
