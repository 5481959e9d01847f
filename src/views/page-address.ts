/** Which addresses may become links: the pages of AWS's documentation, written as in the catalogue. */

const page = /^https:\/\/(?:docs\.aws\.amazon\.com|repost\.aws)\/[\w./#?=-]*$/;

/** @returns whether an address is one of AWS's pages, and nothing more */
export function isAwsPage(address: string): boolean {
  return page.test(address) && address.split("#").length <= 2;
}
