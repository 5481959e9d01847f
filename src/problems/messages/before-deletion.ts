/** The words for what still depends on a key that is to be deleted. */
import { ask, entry, run } from "../define.js";
import { pages } from "../links.js";

const irreversible =
  "KMS deletes a key permanently after the waiting period. Data that is encrypted with it cannot be decrypted any more.";

export const beforeDeletionWords = {
  "deletion/environments": entry({
    severity: "error",
    title: "Environments use the key",
    what: (f) =>
      `${f.count === 1 ? "1 environment uses" : `${f.count} environments use`} the key: ${f.names}. Their database, queue, secrets, tables and logs would be lost.`,
    why: `${irreversible} MWAA cannot change the key of an environment.`,
    fix: (f) => [
      ask("the owner of these environments", `Delete or replace them before the key is deleted: ${f.names}.`),
    ],
    docs: [pages.mwaaKeys, pages.kmsKeyState],
    example: { count: 2, names: "prod, staging" },
  }),
  "deletion/grants": entry({
    severity: "error",
    title: "The key has grants",
    what: (f) =>
      `${f.count === 1 ? "1 grant allows" : `${f.count} grants allow`} use of the key: ${f.names}. What these services encrypted would be lost.`,
    why: `A grant shows that a service uses or used the key. ${irreversible}`,
    fix: () => [run("aws kms list-grants --key-id KEY")],
    docs: [pages.kmsGrants],
    example: { count: 6, names: "MWAA for prod (4), rds (2)" },
  }),
  "deletion/log-groups": entry({
    severity: "error",
    title: "Log groups are encrypted with the key",
    what: (f) =>
      `${f.count === 1 ? "1 log group is" : `${f.count} log groups are`} encrypted with the key: ${f.names}. The logs could not be read any more.`,
    why: "CloudWatch Logs cannot read logs that are encrypted with a key that is disabled or deleted. Log groups stay when an environment is deleted.",
    fix: (f) => [
      run(`aws logs associate-kms-key --log-group-name ${f.first} --kms-key-id <another-key-arn>`),
      ask("the owner of these log groups", "Export or delete the logs that are encrypted with the key."),
    ],
    docs: [pages.logsEncryption],
    example: {
      count: 5,
      names: "airflow-prod-Task, airflow-prod-Worker and 3 more",
      first: "airflow-prod-Task",
    },
  }),
};
