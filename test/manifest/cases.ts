/** Manifests, good and bad, for the reader and for the published schema: both must come to the same. */

export const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const arn = `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
const head = "schema: mwaa-kms/manifest/1\n";

/** A whole file: its environments' members in a line each. */
function environments(...members: readonly string[]): string {
  return `${head}environments:\n${members.map((each) => `  - {${each}}\n`).join("")}`;
}

function waivers(...members: readonly string[]): string {
  return `${head}waivers:\n${members.map((each) => `  - {${each}}\n`).join("")}`;
}

const one = `name: prod, key: "${arn}"`;
const waiver = `check: key-origin, key: ${id}, reason: imported every year, expires: 2027-03-31`;

export const good: Readonly<Record<string, string>> = {
  "one environment": environments(one),
  "a key ID, with a Region": environments(`name: prod, key: ${id}, region: eu-west-1`),
  "key/ and a key ID": environments(`name: prod, key: key/${id}, region: eu-west-1`),
  "a key ID, with the defaults' Region": `${head}defaults: {region: eu-west-1}\nenvironments: [{name: prod, key: ${id}}]`,
  "every member": environments(
    `${one}, region: eu-west-1, account: "012345678901", bucket: airflow-dags, executionRole: "arn:aws:iam::111122223333:role/service-role/airflow", logGroups: true, logTypes: [Task, Scheduler], accept: [cross-account, narrower], scope: environment, profile: prod, assumeRole: "arn:aws:iam::444455556666:role/ReadKeys"`,
  ),
  "one key for two environments": environments(one, one.replace("prod", "test")),
  "one name in two Regions": environments(
    `name: prod, key: ${id}, region: eu-west-1`,
    `name: prod, key: ${id}, region: eu-west-2`,
  ),
  "one name in two accounts": environments(
    `${one}, account: "111122223333"`,
    `${one}, account: "444455556666"`,
    `${one}, profile: other`,
    `${one}, assumeRole: "arn:aws:iam::444455556666:role/ReadKeys"`,
  ),
  China: environments(`name: prod, key: "arn:aws-cn:kms:cn-north-1:111122223333:key/${id}"`),
  "waivers alone": waivers(waiver, waiver.replace("origin", "manager"), waiver.replace(id, `"${arn}"`)),
  "the last day of February in a leap year": waivers(waiver.replace("2027-03-31", "2028-02-29")),
  "a name that YAML 1.1 reads as no": environments(one.replace("prod", "no")),
  "a byte order mark": `\ufeff${environments(one)}`,
  "an alias": `${head}environments: [&prod {${one}}]\nwaivers: [{${waiver.replace("imported every year", "&why SEC-123")}}, {${waiver.replace("origin", "manager").replace("imported every year", "*why")}}]`,
  "line ends of Windows": environments(one).replaceAll("\n", "\r\n"),
  JSON: JSON.stringify({
    schema: "mwaa-kms/manifest/1",
    environments: [{ name: "prod", key: arn }],
  }),
};

export interface Bad {
  readonly text: string;
  /** `line:column code` of each problem. */
  readonly problems: readonly string[];
  /** The schema cannot see it: it is no question of one member's form, or no YAML. */
  readonly unseen?: true;
}

const bad = (text: string, ...problems: readonly string[]): Bad => ({ text, problems });
const unseen = (text: string, ...problems: readonly string[]): Bad => ({ text, problems, unseen: true });

export const badShapes: Readonly<Record<string, Bad>> = {
  nothing: unseen("", "manifest/empty"),
  "a remark alone": unseen("# to do\n", "manifest/empty"),
  "a list": bad("[]", "1:1 manifest/type"),
  "a text": bad("prod", "1:1 manifest/type"),
  "neither environments nor waivers": bad(head, "1:1 manifest/nothing"),
  "no schema": bad(environments(one).slice(head.length), "1:1 manifest/missing"),
  "another schema": bad(environments(one).replace("/1", "/2"), "1:9 manifest/schema"),
  "no environments in the list": bad(`${head}environments: []`, "2:15 manifest/length"),
  "an empty member": bad(`${environments(one)}waivers:\n`, "4:9 manifest/type"),
  "a map of environments": bad(`${head}environments:\n  prod: {key: ${id}}\n`, "3:3 manifest/type"),
  "a text for an environment": bad(`${head}environments:\n  - prod\n`, "3:5 manifest/type"),
  "members that are no members": bad(
    environments(`${one}, regoin: eu-west-1`).replace(head, `${head}waiver: []\n`),
    "2:1 manifest/unknown-member",
    `4:${one.length + 8} manifest/unknown-member`,
  ),
  "a merge key": bad(
    `${head}defaults: &d {region: eu-west-1}\nenvironments:\n  - {<<: *d, ${one}}\n`,
    "4:6 manifest/unknown-member",
  ),
  "a name among the defaults": bad(
    `${head}defaults: {name: a}\nenvironments: [{${one}}]`,
    "2:12 manifest/unknown-member",
  ),
  "no key and no name": bad(
    environments("region: eu-west-1"),
    "3:5 manifest/missing",
    "3:5 manifest/missing",
  ),
  "an account without quotes": bad(
    environments(`${one}, account: 012345678901`, `${one}, account: 111122223333`),
    `3:${one.length + 17} manifest/unquoted`,
    `4:${one.length + 17} manifest/unquoted`,
  ),
  "true and nothing for a name": bad(
    environments("name: true, key: ~"),
    "3:12 manifest/unquoted",
    "3:23 manifest/unquoted",
  ),
  "a name with nothing after it": bad(environments(`${one}, region: `), `3:${one.length + 16} manifest/type`),
  "yes where true is meant": bad(
    environments(`${one}, logGroups: yes`),
    `3:${one.length + 19} manifest/type`,
  ),
  "values that are none": bad(
    environments(`${one}, scope: everything, logTypes: [Tasks], accept: [x]`),
    `3:${one.length + 15} manifest/value`,
    `3:${one.length + 38} manifest/value`,
    `3:${one.length + 55} manifest/value`,
  ),
};

export const badWords: Readonly<Record<string, Bad>> = {
  "a member of its own, where the defaults' is good": bad(
    `${head}defaults: {account: "111122223333"}\nenvironments: [{account: "1", ${one}}]`,
    "3:26 target/account",
  ),
  "an alias of a key": bad(environments("name: prod, key: alias/airflow"), "3:23 key/alias"),
  "a multi-Region key": bad(
    environments(`name: prod, key: mrk-${id.replaceAll("-", "")}, region: eu-west-1`),
    "3:23 key/multi-region",
  ),
  "a name that is none": bad(environments(one.replace("prod", "1prod")), "3:12 environment/name"),
  "a Region that is none, once": bad(
    `${head}defaults: {region: eu-west-1a}\nenvironments: [{name: a, key: ${id}}, {name: b, key: ${id}}]`,
    "2:20 target/region",
  ),
  "a default that no environment takes": bad(
    `${head}defaults: {account: "1"}\nenvironments: [{${one}, account: "111122223333"}]`,
    "2:21 target/account",
  ),
  "a default without environments": bad(
    `${head}defaults: {bucket: "s3://x", profile: "[x]"}\n${waivers(waiver).slice(head.length)}`,
    "2:20 target/bucket",
    "2:39 manifest/profile",
  ),
  "roles that are none": bad(
    environments(`${one}, executionRole: airflow, assumeRole: "arn:aws:sts::111122223333:assumed-role/a/b"`),
    `3:${one.length + 23} target/execution-role`,
    `3:${one.length + 44} manifest/assume-role`,
  ),
  "no Region": unseen(environments(`name: prod, key: ${id}`), "3:23 manifest/no-region"),
  "a key in another Region": unseen(environments(`${one}, region: eu-west-2`), "3:23 key/other-region"),
  "one environment twice": unseen(environments(one, one), "4:5 manifest/environment-twice"),
  "a check that is none": bad(waivers(waiver.replace("origin", "orgin")), "3:13 manifest/waiver-check"),
  "a check that cannot be waived": bad(
    waivers(waiver.replace("key-origin", "key-exists")),
    "3:13 manifest/waiver-certain",
  ),
  "a reason that is none": bad(
    waivers(
      waiver.replace("imported every year", '"  \\n "'),
      waiver.replace("imported every year", "x".repeat(501)),
    ),
    "3:76 manifest/waiver-reason",
    "4:76 manifest/waiver-reason",
  ),
  "days that are none": bad(
    waivers(
      ...["2027-02-29", "31.03.2027", "2027-13-01", "2027-3-1"].map((day) =>
        waiver.replace("2027-03-31", day),
      ),
    ),
    ...[3, 4, 5, 6].map((line) => `${line}:106 manifest/waiver-date`),
  ),
  "a waiver without an end": bad(
    waivers(waiver.replace(", expires: 2027-03-31", "")),
    "3:5 manifest/missing",
  ),
  "a waiver for any key": bad(waivers(waiver.replace(id, '"*"')), "3:30 key/characters"),
  "one waiver twice": unseen(waivers(waiver, waiver), "4:5 manifest/waiver-twice"),
  "everything at once": bad(
    `${environments("name: 1, key: alias/x", one.replace("prod", "1prod"))}waivers: [{check: x}]\n`,
    "3:12 manifest/unquoted",
    "4:12 environment/name",
    "5:11 manifest/missing",
    "5:11 manifest/missing",
    "5:11 manifest/missing",
  ),
};

export const badYaml: Readonly<Record<string, Bad>> = {
  "a tab": unseen(`${head}environments:\n\t- {${one}}\n`, "3:1 manifest/tab"),
  "a member twice": unseen(environments(`${one}, name: test`), `3:${one.length + 8} manifest/twice`),
  "a tag": unseen(environments(`${one}, bucket: !Ref Bucket`), `3:${one.length + 21} manifest/tag`),
  "a known tag": unseen(
    environments(`${one}, account: !!str 012345678901`),
    `3:${one.length + 23} manifest/tag`,
  ),
  "an alias of nothing": unseen(`${head}environments: [*prod]`, "2:16 manifest/alias"),
  "an alias of itself": unseen(`${head}environments: &all [*all]`, "2:21 manifest/too-deep"),
  "two documents": unseen(`${environments(one)}---\n${environments(one)}`, "4:1 manifest/yaml"),
  "YAML 1.1": unseen(`%YAML 1.1\n---\n${environments(one)}`, "1:1 manifest/yaml"),
  "a colon in a text": unseen(`${head}environments: a: b\n`, "2:15 manifest/yaml"),
  "a list for a name": unseen(`${head}environments: [{? [a] : b}]`, "2:19 manifest/yaml"),
  NUL: unseen(`${head}environments:\0`, "2:14 manifest/characters"),
  "UTF-16": unseen([...environments(one)].join("\0"), "1:2 manifest/characters"),
  "bytes that are no UTF-8": unseen(`${head}\ufffd`, "2:1 manifest/characters"),
};
