/** Keeps further writes back while one of them is unclear: a surprise on one key may await on the next. */

export interface Gate {
  /** Resolves when no write is unclear. */
  open(): Promise<void>;
  /** To be run when a write becomes unclear; @returns what to run when it is clear again, and what follows is decided. */
  close(): () => void;
}

export function makeGate(): Gate {
  const unclear = new Set<object>();
  let waiting: (() => void)[] = [];
  return {
    open: async () => {
      while (unclear.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => {
      const write = {};
      unclear.add(write);
      return () => {
        if (!unclear.delete(write) || unclear.size > 0) return;
        const all = waiting;
        waiting = [];
        for (const go of all) go();
      };
    },
  };
}
