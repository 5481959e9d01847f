/**
 * The names of IAM's condition operators, and their one spelling. It knows which operators there are, not what they ask.
 */

const names = [
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ...["StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
  ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"],
  ...["NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"],
  ...["DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals"],
  ...["IpAddress", "NotIpAddress", "Null"],
];

const spellings = new Map(
  names.flatMap((name) =>
    ["", "ForAllValues:", "ForAnyValue:"].flatMap((set) =>
      ["", "IfExists"].map((end) => [`${set}${name}${end}`.toLowerCase(), `${set}${name}${end}`] as const),
    ),
  ),
);

/**
 * @param written an operator as a policy spells it
 * @returns AWS's spelling of it, or the text itself where IAM has no such operator
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html)
 */
export function operatorSpelling(written: string): string {
  return spellings.get(written.toLowerCase()) ?? written;
}
