/** Source maps, as far as the build changes them: https://tc39.es/ecma426/ */
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Takes so many columns off the start of the first line of `mappings`. */
export function shiftFirstLine(mappings, columns) {
  const end = mappings.indexOf(";");
  const [line, rest] = end < 0 ? [mappings, ""] : [mappings.slice(0, end), mappings.slice(end)];
  const absolute = [0, 0, 0, 0, 0];
  const kept = [];
  for (const segment of line === "" ? [] : line.split(",")) {
    const fields = decode(segment);
    fields.forEach((field, at) => {
      absolute[at] += field;
    });
    if (absolute[0] < columns) continue;
    // Each field counts from the segment before; of the first that is left there is none.
    const first = absolute.slice(0, fields.length);
    kept.push(kept.length === 0 ? [first[0] - columns, ...first.slice(1)].map(encode).join("") : segment);
  }
  return kept.join() + rest;
}

function decode(segment) {
  const fields = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = digits.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    fields.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return fields;
}

function encode(field) {
  let value = field < 0 ? (-field << 1) | 1 : field << 1;
  let text = "";
  do {
    text += digits[(value & 31) | (value > 31 ? 32 : 0)];
    value >>= 5;
  } while (value > 0);
  return text;
}
