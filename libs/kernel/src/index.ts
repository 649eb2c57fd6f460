export { AssertionFault, assert, unreachable } from './assert.ts';
export { systemClock, type Clock } from './clock.ts';
export {
  CurrencyCode,
  WireMoney,
  decimal,
  minorDigits,
  parseDecimal,
  spoken,
  times,
  toWire,
  type Money,
} from './money.ts';
export { CUSTOMER_SERVERS, Instant, PersonId, SERVERS, Sku, TenantId, WarehouseId, type ServerName } from './names.ts';
export { Quantity } from './quantity.ts';
export { ok, refuse, type Result } from './result.ts';
export { UntrustedText, sayName, untrusted } from './untrusted.ts';
