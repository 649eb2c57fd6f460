import { idIn, type Referred } from '@supercargo/imports';

export const SUPPLIER = idIn('inventory.supplier', 'a supplier', 'suppliers');
export const WAREHOUSE = idIn('inventory.warehouse', 'a warehouse', 'warehouses');
export const ITEM: Referred = {
  table: 'inventory.item',
  by: 'sku',
  accepted: 'the SKU of an item that is there; import items first',
};
