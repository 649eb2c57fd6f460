/** When in the year most of it is sold. */
export type Season = 'winter' | 'summer' | 'even';

/** Items that differ along axes: one item for each way to choose one option from every axis. */
export interface Family {
  readonly prefix: string;
  /** With `{0}`, `{1}` … for the words of the chosen options. */
  readonly description: string;
  readonly unit: string;
  /** Ids of the suppliers that sell such items. */
  readonly suppliers: readonly string[];
  readonly priceMinor: number;
  /** How many times more units are sold of it than of a bag of coffee. */
  readonly volume: number;
  readonly season: Season;
  /** Options written `CODE|words`, or `CODE|words|factor` where it makes the item dearer or cheaper. */
  readonly axes: readonly (readonly string[])[];
}

/** What a catalogue says of an item. */
export interface CatalogueItem {
  readonly sku: string;
  readonly description: string;
  readonly family: Family;
  readonly priceMinor: number;
}

interface Choice {
  readonly codes: readonly string[];
  readonly words: readonly string[];
  readonly factor: number;
}

function choices(axes: Family['axes']): readonly Choice[] {
  return axes.reduce<readonly Choice[]>(
    (chosen, axis) =>
      chosen.flatMap(({ codes, words, factor }) =>
        axis.map((option) => {
          const [code = '', word = '', times = '1'] = option.split('|');
          return { codes: [...codes, code], words: [...words, word], factor: factor * Number(times) };
        }),
      ),
    [{ codes: [], words: [], factor: 1 }],
  );
}

/** Every item of a family, in the order of its axes. */
export function itemsOf(family: Family): readonly CatalogueItem[] {
  return choices(family.axes).map(({ codes, words, factor }) => ({
    sku: [family.prefix, ...codes].join('-'),
    description: family.description.replace(/\{(\d)\}/g, (_, index: string) => words[Number(index)] ?? ''),
    family,
    priceMinor: Math.max(1, Math.round(family.priceMinor * factor)),
  }));
}
