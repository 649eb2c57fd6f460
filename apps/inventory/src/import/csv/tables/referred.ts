import type { Referred } from '@supercargo/imports';

export const SUPPLIER: Referred = {
  table: 'inventory.supplier',
  by: 'id',
  accepted: 'the id of a supplier that is there; import suppliers first',
};

export const WAREHOUSE: Referred = {
  table: 'inventory.warehouse',
  by: 'id',
  accepted: 'the id of a warehouse that is there; import warehouses first',
};

export const ITEM: Referred = {
  table: 'inventory.item',
  by: 'sku',
  accepted: 'the SKU of an item that is there; import items first',
};
