/**
 * The regional distribution centre, which fills stock orders. It is a place: the file names it where a vendor would stand, and it is one
 * of the 73 names of that column, but it never becomes a supplier.
 */
export const RDC = { id: 'RDC', vendor: 'SCMS from RDC' } as const;
