import { toWire, untrusted } from '@supercargo/kernel';
import { SCMS_CURRENCY } from './amounts.ts';
import { positionOf } from './columns.ts';
import type { ParsedLine, Remark } from './line.ts';
import type { LineFacts, NotCaptured, UnknownValue } from './report.ts';

const LISTED_MAX = 1_000;
const TEXT_CHARACTERS_MAX = 100;

/** Counts what the lines of a file say, in memory that does not grow with their number. */
export interface Tally {
  add(line: ParsedLine): void;
  facts(): LineFacts;
}

export function startTally(): Tally {
  const remarks = startRemarks();
  const lines = { value: 0n, places: 0, known: 0, notCaptured: 0 };

  const add = ({ order, remarks: said }: ParsedLine): void => {
    for (const remark of said) remarks.add(order.lineNumber, remark);
    lines.value += order.valueCents ?? 0n;
    if (order.kind === 'stock') lines.places = 1;
    if (order.leadTimeDays !== null) lines.known += 1;
    else if (order.kind === 'purchase' && !said.some(({ kind }) => kind === 'lead-time')) lines.notCaptured += 1;
  };

  const facts = (): LineFacts => {
    const { impossible, ...told } = remarks.told();
    return {
      places: lines.places,
      value: toWire({ minor: lines.value, currency: SCMS_CURRENCY }),
      leadTimes: { known: lines.known, notCaptured: lines.notCaptured, impossible },
      ...told,
    };
  };

  return { add, facts };
}

interface Remarks {
  add(line: number, remark: Remark): void;
  told(): Pick<LineFacts, 'notCaptured' | 'unknown'> & { readonly impossible: LineFacts['leadTimes']['impossible'] };
}

/** Words are counted, the first unreadable values listed: however bad a file is, its report stays one that can be read. */
function startRemarks(): Remarks {
  const words = new Map<string, NotCaptured>();
  const unknown: UnknownValue[] = [];
  const impossibleLines: number[] = [];
  const totals = { unknown: 0, impossible: 0 };

  const add = (line: number, remark: Remark): void => {
    switch (remark.kind) {
      case 'word': {
        const { column, word, reason } = remark;
        const key = `${column}\n${word}`;
        words.set(key, { column, word, reason, lines: (words.get(key)?.lines ?? 0) + 1 });
        return;
      }
      case 'unknown':
        totals.unknown += 1;
        if (unknown.length < LISTED_MAX) {
          const { column, reason } = remark;
          unknown.push({ line, column, text: untrusted('scms', remark.text, TEXT_CHARACTERS_MAX), reason });
        }
        return;
      case 'lead-time':
        totals.impossible += 1;
        if (impossibleLines.length < LISTED_MAX) impossibleLines.push(line);
    }
  };

  const told: Remarks['told'] = () => ({
    notCaptured: [...words.values()].sort(inOrderOfTheFile),
    unknown: { total: totals.unknown, first: unknown },
    impossible: { total: totals.impossible, firstLines: impossibleLines },
  });

  return { add, told };
}

function inOrderOfTheFile(a: NotCaptured, b: NotCaptured): number {
  const columns = positionOf(a.column) - positionOf(b.column);
  return columns === 0 ? b.lines - a.lines : columns;
}
