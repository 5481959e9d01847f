/** IP addresses and ranges, IPv4 and IPv6, as the operator IpAddress reads them. It knows no policy. */

/** An address or a range: the bits of the address, how many of them count, and of how many. */
export interface IpRange {
  readonly bits: bigint;
  readonly length: number;
  readonly prefix: number;
}

/**
 * Reads `203.0.113.0/24`, `203.0.113.7`, `2001:db8::/32`.
 *
 * @returns undefined for anything else
 */
export function readIpRange(text: string): IpRange | undefined {
  const [address = "", mask, ...rest] = text.split("/");
  if (rest.length > 0 || (mask !== undefined && !/^\d{1,3}$/.test(mask))) return undefined;
  const length = address.includes(":") ? 128 : 32;
  const bits = length === 128 ? readIpv6(address) : readIpv4(address);
  const prefix = mask === undefined ? length : Number(mask);
  return bits === undefined || prefix > length ? undefined : { bits, length, prefix };
}

/** @returns whether the address lies in the range; the families do not mix */
export function isInRange(address: IpRange, range: IpRange): boolean {
  if (address.length !== range.length || address.prefix < range.prefix) return false;
  const shift = BigInt(range.length - range.prefix);
  return address.bits >> shift === range.bits >> shift;
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function readIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - left.length - right.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const groups = [...left, ...new Array<string>(gap).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
