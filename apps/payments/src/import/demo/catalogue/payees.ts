/** A payee of a demo company: the supplier of the same id in its warehouse system. */
export interface CataloguePayee {
  readonly id: string;
  readonly name: string;
  readonly country: string;
}

const payee = (id: string, name: string, country: string): CataloguePayee => ({ id, name, country });

export const ACME_PAYEES: readonly CataloguePayee[] = [
  payee('SUP-FINCA', 'Finca La Esperanza', 'HN'),
  payee('SUP-KRAFT', 'Kraftpack Verpackungen GmbH', 'DE'),
  payee('SUP-TEA', 'Nilgiri Tea Estates', 'IN'),
  payee('SUP-ACIER', 'Aciers de Thiers SARL', 'FR'),
  payee('SUP-ALSTER', 'Alsterkontor Rösterei & Handel', 'DE'),
  payee('SUP-BARIS', 'Baristeria Attrezzature S.r.l.', 'IT'),
  payee('SUP-BOHEM', 'Bohemia Sklo s.r.o.', 'CZ'),
  payee('SUP-CACAO', 'Cacao Verapaz, S.A.', 'GT'),
  payee('SUP-CEYLON', 'Ceylon Highland Teas (Pvt) Ltd', 'LK'),
  payee('SUP-CUPPA', 'Cuppa Paperware B.V.', 'NL'),
  payee('SUP-DICHT', 'Dichtungstechnik Ahrens KG', 'DE'),
  payee('SUP-EASTAF', 'East African Green Coffee Co-op', 'KE'),
  payee('SUP-FILTRA', 'Filtra Papier AG', 'CH'),
  payee('SUP-FOLIA', 'Folia Flexible Packaging Sp. z o.o.', 'PL'),
  payee('SUP-GREENCUP', 'Greencup Compostables Ltd', 'GB'),
  payee('SUP-KYOTO', 'Kyoto Brew Works', 'JP'),
  payee('SUP-LOZA', 'Loza de Talavera, S.L.', 'ES'),
  payee('SUP-MACCH', 'Macchine Torinesi S.p.A.', 'IT'),
  payee('SUP-MINO', 'Mino Ceramics Co., Ltd', 'JP'),
  payee('SUP-MURANO', 'Vetreria Murano Nova', 'IT'),
  payee('SUP-NORDPAP', 'Nordpapir A/S', 'DK'),
  payee('SUP-PORTO', 'Porto Verde Coffee Importers', 'PT'),
  payee('SUP-RHEIN', 'Rheinland Gastrotechnik GmbH', 'DE'),
  payee('SUP-ROAST', 'Speicherstadt Roastery', 'DE'),
  payee('SUP-SAUBER', 'Sauber & Söhne Reinigungsmittel', 'DE'),
  payee('SUP-SELB', 'Porzellanfabrik Selb', 'DE'),
  payee('SUP-SHIZU', 'Shizuoka Tea Growers', 'JP'),
  payee('SUP-SIROP', 'Siroperie du Midi', 'FR'),
  payee('SUP-SOLING', 'Solinger Klingen eG', 'DE'),
  payee('SUP-SUCRE', 'Sucre & Épices Marseille', 'FR'),
];

export const GLOBEX_PAYEES: readonly CataloguePayee[] = [
  payee('SUP-FINCA', 'Cooperativa del Valle', 'HN'),
  payee('SUP-LIGUR', 'Frantoio Ligure', 'IT'),
  payee('SUP-PUGLIA', 'Masseria Pugliese', 'IT'),
];
