/** The words for key identifiers, Regions, accounts and environment names that cannot serve. */
export const keyWords = {};
