export { AssertionFault, assert, unreachable } from './assert.ts';
export { systemClock, type Clock } from './clock.ts';
export { counted } from './counted.ts';
export { addDays, dayOf, daysBetween, daysPassed } from './days.ts';
export { topLevelMembers } from './json-scan.ts';
export { isLoopbackHost } from './loopback.ts';
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
export {
  CUSTOMER_SERVERS,
  CustomerId,
  Instant,
  numbered,
  PersonId,
  plainId,
  SERVERS,
  Sku,
  TenantId,
  WarehouseId,
  type ServerName,
} from './names.ts';
export { Quantity } from './quantity.ts';
export { sayIds, type KnownIds, type TradeRefusal } from './refusal.ts';
export { ok, refuse, type Result } from './result.ts';
export {
  JSON_DEPTH_MAX,
  parseStrictJson,
  type JsonValue,
  type StrictJson,
  type StrictJsonCode,
  type StrictJsonRefusal,
} from './strict-json.ts';
export { UntrustedText, isVisible, sayName, untrusted } from './untrusted.ts';
