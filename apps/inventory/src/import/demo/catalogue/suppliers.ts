/** A supplier, and the shortest and longest it takes them to deliver, days. */
export interface CatalogueSupplier {
  readonly id: string;
  readonly name: string;
  readonly leadTimeDays: readonly [number, number];
}

const supplier = (id: string, name: string, shortest: number, longest: number): CatalogueSupplier => ({
  id,
  name,
  leadTimeDays: [shortest, longest],
});

export const ACME_SUPPLIERS: readonly CatalogueSupplier[] = [
  supplier('SUP-FINCA', 'Finca La Esperanza', 10, 14),
  supplier('SUP-KRAFT', 'Kraftpack Verpackungen GmbH', 4, 8),
  supplier('SUP-TEA', 'Nilgiri Tea Estates', 21, 28),
  supplier('SUP-ACIER', 'Aciers de Thiers SARL', 9, 14),
  supplier('SUP-ALSTER', 'Alsterkontor Rösterei & Handel', 3, 6),
  supplier('SUP-BARIS', 'Baristeria Attrezzature S.r.l.', 7, 12),
  supplier('SUP-BOHEM', 'Bohemia Sklo s.r.o.', 10, 16),
  supplier('SUP-CACAO', 'Cacao Verapaz, S.A.', 24, 35),
  supplier('SUP-CEYLON', 'Ceylon Highland Teas (Pvt) Ltd', 26, 34),
  supplier('SUP-CUPPA', 'Cuppa Paperware B.V.', 5, 9),
  supplier('SUP-DICHT', 'Dichtungstechnik Ahrens KG', 3, 7),
  supplier('SUP-EASTAF', 'East African Green Coffee Co-op', 30, 42),
  supplier('SUP-FILTRA', 'Filtra Papier AG', 6, 10),
  supplier('SUP-FOLIA', 'Folia Flexible Packaging Sp. z o.o.', 9, 15),
  supplier('SUP-GREENCUP', 'Greencup Compostables Ltd', 12, 18),
  supplier('SUP-KYOTO', 'Kyoto Brew Works', 24, 32),
  supplier('SUP-LOZA', 'Loza de Talavera, S.L.', 14, 20),
  supplier('SUP-MACCH', 'Macchine Torinesi S.p.A.', 15, 25),
  supplier('SUP-MINO', 'Mino Ceramics Co., Ltd', 30, 40),
  supplier('SUP-MURANO', 'Vetreria Murano Nova', 12, 18),
  supplier('SUP-NORDPAP', 'Nordpapir A/S', 6, 11),
  supplier('SUP-PORTO', 'Porto Verde Coffee Importers', 12, 20),
  supplier('SUP-RHEIN', 'Rheinland Gastrotechnik GmbH', 5, 10),
  supplier('SUP-ROAST', 'Speicherstadt Roastery', 3, 6),
  supplier('SUP-SAUBER', 'Sauber & Söhne Reinigungsmittel', 4, 7),
  supplier('SUP-SELB', 'Porzellanfabrik Selb', 8, 13),
  supplier('SUP-SHIZU', 'Shizuoka Tea Growers', 28, 36),
  supplier('SUP-SIROP', 'Siroperie du Midi', 8, 12),
  supplier('SUP-SOLING', 'Solinger Klingen eG', 6, 9),
  supplier('SUP-SUCRE', 'Sucre & Épices Marseille', 7, 12),
];

export const GLOBEX_SUPPLIERS: readonly CatalogueSupplier[] = [
  supplier('SUP-FINCA', 'Cooperativa del Valle', 9, 19),
  supplier('SUP-LIGUR', 'Frantoio Ligure', 5, 9),
  supplier('SUP-PUGLIA', 'Masseria Pugliese', 8, 12),
];
