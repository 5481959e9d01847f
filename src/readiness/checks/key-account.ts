/** Whether one account owns both the key and the environment. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";
import { environmentAccount, keyAccount } from "../snapshot.js";

export const keyAccountCheck = defineCheck({
  id: "key-account",
  title: "The key is in the environment's account",
  asks: "AWS's pages disagree: one requires one account for both, another accepts a key of another account by its ARN.",
  page: pages.mwaaEncryption,
  needs: [],
  about: ["caller"],
  reports: ["key/other-account", "key/cross-account"],
  judge: (_facts, snapshot) => {
    const owner = keyAccount(snapshot);
    const account = environmentAccount(snapshot);
    if (!owner.known) return untold(owner.problem);
    if (!account.known) return untold(account.problem);
    const { caller } = snapshot;
    const isForeign = caller.known && caller.value.account !== account.value;
    const evidence = isForeign ? `${owner.value}; the caller is in ${caller.value.account}` : owner.value;
    if (owner.value === account.value) return pass(evidence);
    const facts = {
      given: snapshot.target.key.given,
      keyAccount: owner.value,
      account: account.value,
      region: snapshot.target.region,
    };
    const judged = snapshot.target.accept.includes("cross-account")
      ? problem("key/cross-account", facts)
      : problem("key/other-account", facts);
    return troubled(judged, evidence);
  },
});
