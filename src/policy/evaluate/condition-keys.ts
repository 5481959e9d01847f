/** The condition keys that AWS's reference knows: which type, and for which operation of KMS. It knows no policy. */
import { conditionKeyTypes, keysOfTheKey, kmsOperations } from "../document/kms-names.js";

const named = Object.entries(conditionKeyTypes).flatMap(([type, keys]) =>
  keys.map((key) => [key.toLowerCase(), type] as const),
);
const types = new Map(named);
const starts = named.filter(([key]) => isStart(key));

const ofEvery = new Set(
  [...keysOfTheKey, "kms:CallerAccount", "kms:ViaService"].map((key) => key.toLowerCase()),
);

const operations = new Map(
  Object.entries(kmsOperations).map(([name, keys]) => [
    name.toLowerCase(),
    keys.map((key) => key.toLowerCase()),
  ]),
);

/**
 * @param key in lower case
 * @returns the type of its values; undefined for a key that the reference has not
 */
export function typeOfKey(key: string): string | undefined {
  return types.get(key) ?? starts.find(([start]) => key.startsWith(start))?.[1];
}

/**
 * @param key in lower case
 * @returns whether an operation has a condition key of KMS; yes for an operation that the reference has not
 */
export function hasKey(operation: string, key: string): boolean {
  const keys = operations.get(operation.toLowerCase());
  if (keys === undefined || ofEvery.has(key) || !/^(kms:|aws:(requesttag\/|tagkeys$))/.test(key)) return true;
  return keys.some((each) => (isStart(each) ? key.startsWith(each) : key === each));
}

/** `kms:EncryptionContext:`: what follows is one's own. */
function isStart(key: string): boolean {
  return key.endsWith(":") || key.endsWith("/");
}
