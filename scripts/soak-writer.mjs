/**
 * A writer that is not ours: adds, removes, replaces and reorders statements and changes the Id, as a deployment tool or a
 * person does, with no look at who else writes. Ends with SIGTERM. Arguments: a seed, the endpoint, and the keys.
 */
import { setTimeout as pause } from "node:timers/promises";
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { seeded } from "./soak-faults.mjs";
import { foreignSid, foreignStatement } from "./soak-keys.mjs";

const [seed, endpoint, ...keys] = process.argv.slice(2);
const random = seeded(Number(seed));
const client = new KMSClient({ region: "us-east-1", endpoint, maxAttempts: 1 });
const most = 8;
let made = 0;

const pick = (list) => list[Math.floor(random() * list.length)];
const isOwn = (statement) => statement.Sid?.startsWith(`${foreignSid}${seed}-`) === true;
const another = () => foreignStatement(`${seed}-${made++}`, random);

function changed(policy) {
  const own = policy.Statement.filter(isOwn);
  const statements = [...policy.Statement];
  const act = pick(["add", "add", "remove", "replace", "reorder", "id"]);
  if (act === "id") return { ...policy, Id: `changed-by-${seed}-${made++}` };
  if (act === "reorder") return { ...policy, Statement: statements.toSorted(() => random() - 0.5) };
  if (act === "add" && own.length < most) statements.splice(random() * statements.length, 0, another());
  else if (own.length > 0) {
    const at = statements.indexOf(pick(own));
    statements.splice(at, 1, ...(act === "replace" ? [another()] : []));
  }
  return { ...policy, Statement: statements };
}

for (;;) {
  const KeyId = pick(keys);
  try {
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    const next = JSON.stringify(changed(JSON.parse(Policy)));
    await client.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: next }));
  } catch {
    // A throttle or a broken connection is its own affair: it goes on with another key.
  }
  await pause(150 + random() * 900);
}
