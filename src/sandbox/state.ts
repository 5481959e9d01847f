/** What a store of the sandbox's state is. Keys are many, and a request needs one or two: they are read when they are asked for. */
import type { State, StoredKey } from "./model.js";

export interface Store {
  /** A copy of the state as it is. */
  read(): State;
  /**
   * Changes the state, or only looks at it. An `act` that throws changes nothing.
   * @param looks whether `act` changes nothing, so that it needs not wait for others
   */
  change<T>(looks: boolean, act: (state: State) => T): T;
}

export type Keys = Record<string, StoredKey>;

/** Where keys are kept: a copy of one, and the names of all. */
export interface KeySource {
  read(arn: string): StoredKey | undefined;
  names(): readonly string[];
}

/** Looks like all keys, and copies one when it is first asked for. `used` holds the copies, changed or not. */
export function lazyKeys(source: KeySource): { keys: Keys; used: Map<string, StoredKey> } {
  const used = new Map<string, StoredKey>();
  const get = (name: string | symbol): StoredKey | undefined => {
    if (typeof name !== "string") return undefined;
    const known = used.get(name) ?? source.read(name);
    if (known !== undefined) used.set(name, known);
    return known;
  };
  const keys = new Proxy<Keys>(
    {},
    {
      get: (_target, name) => get(name),
      set: (_target, name, value: StoredKey) => used.set(String(name), value).has(String(name)),
      has: (_target, name) => get(name) !== undefined,
      ownKeys: () => [...new Set([...source.names(), ...used.keys()])],
      getOwnPropertyDescriptor: (_target, name) => {
        const value = get(name);
        return value === undefined
          ? undefined
          : { value, enumerable: true, configurable: true, writable: true };
      },
    },
  );
  return { keys, used };
}

/** A store in memory. What was read is the reader's copy. */
export function memoryStore(seed: () => State): Store {
  const { keys, ...first } = seed();
  let rest: Omit<State, "keys"> = first;
  const kept = new Map(Object.entries(keys));
  const source: KeySource = {
    read: (arn) => structuredClone(kept.get(arn)),
    names: () => [...kept.keys()],
  };
  const change = <T>(looks: boolean, act: (state: State) => T): T => {
    const lazy = lazyKeys(source);
    const state = { ...structuredClone(rest), keys: lazy.keys };
    const result = act(state);
    if (looks) return result;
    const { keys: _keys, ...next } = state;
    rest = structuredClone(next);
    for (const [arn, key] of lazy.used) kept.set(arn, structuredClone(key));
    return result;
  };
  return { change, read: () => change(true, (state) => state) };
}
