/** How far an import is. The file is read twice: checked whole before anything is written, then written. */
export interface Progress {
  readonly phase: 'checking' | 'writing';
  /** Lines of this phase so far. */
  readonly lines: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

export type OnProgress = (progress: Progress) => void;
