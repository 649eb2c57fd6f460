export { acceptedBy, notesOf } from './csv/describe.ts';
export { columnsOf, type Mapping } from './csv/header.ts';
export { importCsv } from './csv/import-csv.ts';
export { readMapping } from './csv/mapping.ts';
export { nearest } from './csv/nearest.ts';
export { csvSource, type CsvFile, type CsvReport } from './csv/source.ts';
export {
  idIn,
  may,
  must,
  type Column,
  type CsvTable,
  type LineProblem,
  type Referred,
  type Values,
} from './csv/table.ts';
export {
  amountIn,
  COUNTRY,
  CURRENCY,
  DAY,
  DOCUMENT_NUMBER,
  idOf,
  isAmount,
  LOCODE,
  MOMENT,
  oneOf,
  SIGNED,
  SKU,
  SUPPLIER_ID,
  text,
  UNIT,
  UUID,
  WAREHOUSE_ID,
  whole,
  type Reader,
} from './csv/values.ts';
export type { Demo, DemoCompany, Extent } from './demo-command.ts';
export { chosen } from './demo/chosen.ts';
export { ACME_CUSTOMERS, GLOBEX_CUSTOMERS, type DemoCustomer } from './demo/customers.ts';
export type { OnProgress, Progress } from './file/progress.ts';
export { sentence, type ImportRefusal } from './file/refusal.ts';
export { FileRefused, openWholeFile, type WholeFile } from './file/whole-file.ts';
export { importCommandOf, type Imports } from './import-command.ts';
export { readCents, SCMS_CURRENCY } from './scms/amounts.ts';
export { COLUMNS as SCMS_COLUMNS, type ColumnName } from './scms/columns.ts';
export { COUNTRIES as SCMS_COUNTRIES } from './scms/countries.ts';
export { readDate, type IsoDate } from './scms/dates.ts';
export { skuOf, supplierIdOf } from './scms/identity.ts';
export { importScms, type ScmsOptions } from './scms/import-scms.ts';
export type { Remark, ScmsLine } from './scms/line.ts';
export { RDC } from './scms/rdc.ts';
export { openRemarkFile } from './scms/remark-file.ts';
export type { LineFacts, ScmsReport } from './scms/report.ts';
export { scmsSource, type OnRemark, type ScmsFile } from './scms/source.ts';
export { spokenScms } from './scms/spoken.ts';
export { stagedLines } from './scms/store/staged-lines.ts';
export type { ScmsProblem, ScmsTrade, ScmsWritten } from './scms/trade.ts';
export { importFile, type ImportOptions } from './staging/import-file.ts';
export { spokenCounts, type RowCounts } from './staging/report.ts';
export type { FileFacts, Run, Source, StagedRow } from './staging/source.ts';
export { uuidOf } from './uuid.ts';
