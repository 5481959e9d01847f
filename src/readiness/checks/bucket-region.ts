/** Whether the environment's bucket is in the environment's Region. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled } from "../check.js";

export const bucketRegion: Check = defineCheck({
  id: "bucket-region",
  title: "The bucket is in the same Region",
  asks: "MWAA requires key, environment and bucket in one Region.",
  page: pages.mwaaKeys,
  needs: ["bucket"],
  reports: ["bucket/region"],
  judge: ({ bucket }, { target: { region } }) => {
    if (bucket.region === region) return pass(region);
    const facts = { bucket: bucket.name, bucketRegion: bucket.region, region };
    return troubled(problem("bucket/region", facts), bucket.region);
  },
});
