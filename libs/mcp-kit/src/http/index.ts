export type { HttpBounds, HttpOptions, TlsFiles } from './http-options.ts';
export { serveHttp, type HttpServing } from './serve-http.ts';
