/** The countries of the file by the names that it gives them, as ISO 3166 codes. */
export const COUNTRIES: ReadonlyMap<string, string> = new Map([
  ...([
    ['Afghanistan', 'AF'],
    ['Angola', 'AO'],
    ['Belize', 'BZ'],
    ['Benin', 'BJ'],
    ['Botswana', 'BW'],
  ] as const),
  ...([
    ['Burkina Faso', 'BF'],
    ['Burundi', 'BI'],
    ['Cameroon', 'CM'],
    ['Congo, DRC', 'CD'],
  ] as const),
  ...([
    ["Côte d'Ivoire", 'CI'],
    ['Dominican Republic', 'DO'],
    ['Ethiopia', 'ET'],
    ['Ghana', 'GH'],
  ] as const),
  ...([
    ['Guatemala', 'GT'],
    ['Guinea', 'GN'],
    ['Guyana', 'GY'],
    ['Haiti', 'HT'],
    ['Kazakhstan', 'KZ'],
  ] as const),
  ...([
    ['Kenya', 'KE'],
    ['Kyrgyzstan', 'KG'],
    ['Lebanon', 'LB'],
    ['Lesotho', 'LS'],
    ['Liberia', 'LR'],
  ] as const),
  ...([
    ['Libya', 'LY'],
    ['Malawi', 'MW'],
    ['Mali', 'ML'],
    ['Mozambique', 'MZ'],
    ['Namibia', 'NA'],
  ] as const),
  ...([
    ['Nigeria', 'NG'],
    ['Pakistan', 'PK'],
    ['Rwanda', 'RW'],
    ['Senegal', 'SN'],
    ['Sierra Leone', 'SL'],
  ] as const),
  ...([
    ['South Africa', 'ZA'],
    ['South Sudan', 'SS'],
    ['Sudan', 'SD'],
    ['Swaziland', 'SZ'],
  ] as const),
  ...([
    ['Tanzania', 'TZ'],
    ['Togo', 'TG'],
    ['Uganda', 'UG'],
    ['Vietnam', 'VN'],
    ['Zambia', 'ZM'],
    ['Zimbabwe', 'ZW'],
  ] as const),
]);
