/** IPv4 and IPv6 addresses and ranges, as bits. */
import { agree, type Truth, undecided } from "./truth.js";

function bitsOf(text: string): string | undefined {
  if (text.includes(":")) return bitsOf6(text);
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function bitsOf6(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

export function addressIn(value: string, range: string): Truth {
  const [network = "", prefix, ...more] = range.split("/");
  const address = bitsOf(value);
  const bits = bitsOf(network);
  if (address === undefined || bits === undefined || more.length > 0) {
    return undecided("an address operator on what is not an address");
  }
  if (address.length !== bits.length) return false;
  if (prefix === undefined) {
    // The page's default prefix is /32 and does not speak of IPv6, where /128 would be one address.
    return agree(
      address === bits,
      address.slice(0, 32) === bits.slice(0, 32),
      "an IPv6 address without a prefix",
    );
  }
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits.length) {
    return undecided("a range whose prefix is not a number of bits");
  }
  if (bits.slice(Number(prefix)).includes("1"))
    return undecided("a range that does not begin at its own start");
  return address.slice(0, Number(prefix)) === bits.slice(0, Number(prefix));
}
