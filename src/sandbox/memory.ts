/** A state in memory. With a thousand keys a copy of all of them for each request would be most of the time, so keys are copied when they are used. */
import type { State, StoredKey } from "./model.js";
import type { Store } from "./state.js";

type Keys = Record<string, StoredKey>;

/** A store with a state of its own. What was read is the reader's copy, until it is written. */
export function memoryStore(seed: () => State): Store {
  let kept = seed();
  const used = new WeakMap<Keys, Keys>();
  return {
    read: () => {
      const copies: Keys = {};
      const keys = lazily(kept.keys, copies);
      used.set(keys, copies);
      return { ...structuredClone({ ...kept, keys: {} }), keys };
    },
    write: (state) => {
      // Copied once more: whoever wrote may hold on to what he wrote.
      const copies = structuredClone(used.get(state.keys) ?? state.keys);
      kept = { ...structuredClone({ ...state, keys: {} }), keys: { ...kept.keys, ...copies } };
    },
  };
}

/** Looks like a copy of all keys; each is copied when it is first asked for. */
function lazily(keys: Keys, copies: Keys): Keys {
  const names = () => [...new Set([...Object.keys(keys), ...Object.keys(copies)])];
  const get = (name: string | symbol): StoredKey | undefined => {
    if (typeof name !== "string") return undefined;
    const original = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!Object.hasOwn(copies, name) && original !== undefined) copies[name] = structuredClone(original);
    return Object.hasOwn(copies, name) ? copies[name] : undefined;
  };
  return new Proxy<Keys>(
    {},
    {
      get: (_target, name) => get(name),
      set: (_target, name, value: StoredKey) => {
        copies[String(name)] = value;
        return true;
      },
      has: (_target, name) => Object.hasOwn(keys, name) || Object.hasOwn(copies, name),
      ownKeys: names,
      getOwnPropertyDescriptor: (_target, name) => {
        const value = get(name);
        return value === undefined
          ? undefined
          : { value, enumerable: true, configurable: true, writable: true };
      },
    },
  );
}
