export const LABEL_STATES = ['issued', 'voided'] as const;

/** Where a return label can stand. */
export type LabelState = (typeof LABEL_STATES)[number];

/** The transitions that exist: a voided label stays so, and another is issued. */
export const LABEL_TRANSITIONS: Readonly<Record<LabelState, readonly LabelState[]>> = {
  issued: ['voided'],
  voided: [],
};

export function canLabelBecome(from: LabelState, to: LabelState): boolean {
  return LABEL_TRANSITIONS[from].includes(to);
}
