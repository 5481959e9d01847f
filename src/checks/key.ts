/** Whether one account owns both the key and the environment. */
import { mwaaRegions, parseArn } from "../key/arn.js";
import { judgePattern } from "../key/identifier.js";
import { pages } from "../problems/links.js";
import { problem } from "../problems/problem.js";
import { defineCheck, failedResult, pass, unknownResult } from "./check.js";
import { environmentAccount, keyAccount } from "./snapshot.js";

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
    if (!owner.known) return unknownResult(owner.problem);
    if (!account.known) return unknownResult(account.problem);
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
    return failedResult(judged, evidence);
  },
});

export const identifier = defineCheck({
  id: "identifier",
  title: "The key identifier is valid",
  asks: "MWAA accepts a key ID or a key ARN, in a Region where MWAA is available.",
  page: pages.mwaaKeys,
  needs: [],
  reports: ["key/pattern", "key/mwaa-region"],
  judge: (_facts, { target }) => {
    const problems = [...judgePattern(target.key)];
    if (!mwaaRegions.includes(target.region)) {
      problems.push(problem("key/mwaa-region", { region: target.region }));
    }
    const form = { id: "key ID", "key/id": "key/<key ID>", arn: "key ARN" }[target.key.form];
    return problems.length === 0 ? pass(form) : { outcome: "warn", evidence: form, problems };
  },
});

export const keyExists = defineCheck({
  id: "key-exists",
  title: "The key exists",
  asks: "DescribeKey finds the key in this Region and account.",
  page: pages.kmsDescribeKey,
  needs: [],
  about: ["key"],
  reports: ["aws/key-not-found"],
  judge: (_facts, { key }) => {
    if (key.known) return pass(key.value.KeyId);
    const notFound = key.problem.code === "aws/key-not-found";
    return notFound ? { outcome: "fail", problems: [key.problem] } : unknownResult(key.problem);
  },
});

export const keyRegion = defineCheck({
  id: "key-region",
  title: "The key is in the environment's Region",
  asks: "MWAA requires key, environment and bucket in one Region.",
  page: pages.mwaaKeys,
  needs: ["key"],
  reports: ["key/other-region", "readiness/unsaid"],
  judge: ({ key }, { target }) => {
    const region = key.Arn === undefined ? undefined : parseArn(key.Arn)?.region;
    if (region === undefined) return unknownResult(problem("readiness/unsaid", { member: "Arn" }));
    if (region === target.region) return pass(region);
    return failedResult(
      problem("key/other-region", { given: key.Arn ?? "", keyRegion: region, region: target.region }),
      region,
    );
  },
});

export const singleRegion = defineCheck({
  id: "single-region",
  title: "The key is a single-Region key",
  asks: "MWAA does not support multi-Region keys.",
  page: pages.mwaaKeys,
  needs: ["key"],
  reports: ["readiness/multi-region"],
  judge: ({ key }) => {
    // Other servers than AWS leave MultiRegion out. The IDs of all multi-Region keys begin with mrk-, and no others do:
    // https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    const isMultiRegion = key.MultiRegion ?? /(^|\/)mrk-/.test(key.KeyId);
    const evidence = key.MultiRegion === undefined ? `KeyId ${key.KeyId}` : `MultiRegion ${key.MultiRegion}`;
    if (!isMultiRegion) return pass(evidence);
    const kind = key.MultiRegionConfiguration?.MultiRegionKeyType ?? "of a kind not told";
    return failedResult(problem("readiness/multi-region", { kind }), `${evidence} (${kind})`);
  },
});
