/** A connection that the runs on many keys share: who calls is asked once, and every call keeps the pace. */
import type { Connection } from "../aws/connection.js";
import type { Pace } from "./pace.js";

/** @returns the same connection; a call that has its turn to wait for waits before it goes out */
export function shareConnection(connection: Connection, pace: Pace): Connection {
  let caller: ReturnType<Connection["getCallerIdentity"]> | undefined;
  return {
    ...connection,
    getCallerIdentity: () => {
      caller ??= connection.getCallerIdentity();
      return caller;
    },
    describeKey: async (keyId) => {
      await pace("kms:DescribeKey");
      return connection.describeKey(keyId);
    },
    getKeyPolicy: async (keyId) => {
      await pace("kms:GetKeyPolicy");
      return connection.getKeyPolicy(keyId);
    },
    putKeyPolicy: async (...asked) => {
      await pace("kms:PutKeyPolicy");
      return connection.putKeyPolicy(...asked);
    },
    listGrants: async (keyId) => {
      await pace("kms:ListGrants");
      return connection.listGrants(keyId);
    },
    dryRun: async (...asked) => {
      await pace("kms:CreateGrant");
      return connection.dryRun(...asked);
    },
  };
}
