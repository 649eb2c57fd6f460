/**
 * How far an import is. The file is read twice: first its bytes, which tell which file it is, then its lines, which are staged; what was
 * staged is written at once at the end.
 */
export interface Progress {
  readonly phase: 'checking' | 'staging' | 'writing';
  /** Lines of this phase so far. */
  readonly lines: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export type OnProgress = (progress: Progress) => void;
