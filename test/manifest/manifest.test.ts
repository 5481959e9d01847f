/** Manifests read: what comes out, and each kind of mistake with its place. */
import { describe, expect, it } from "vitest";
import { parseManifest } from "../../src/manifest/manifest.js";
import { arn, badShapes, badWords, badYaml, good, id } from "./cases.js";

/** `line:column code` of each problem, or `code` where it is about the whole file. */
function problemsOf(text: string): readonly string[] {
  const read = parseManifest(text, "m.yaml");
  return read.ok
    ? []
    : read.problems.map(({ at, code }) => `${at?.replace(/^m\.yaml:?/, "") ?? "nowhere"} ${code}`.trim());
}

/** What the first problem says, and its first fix. */
function said(text: string) {
  const read = parseManifest(text, "m.yaml");
  const [first] = read.ok ? [] : read.problems;
  return { what: first?.what, fix: first?.fix[0] };
}

describe("good manifests", () => {
  it.each(Object.entries(good))("%s", (_name, text) => expect(problemsOf(text)).toEqual([]));

  it("give targets as the command line does, with the defaults filled in", () => {
    const read = parseManifest(
      `schema: mwaa-kms/manifest/1
defaults: {region: eu-west-1, profile: all, logTypes: [Task, Task], logGroups: true}
environments:
  - name: prod
    key: ${arn}
    account: "012345678901"
    profile: prod
  - {name: test, key: ${id}, region: eu-west-2, scope: region, logGroups: false, assumeRole: "arn:aws:iam::444455556666:role/R"}
`,
      "m.yaml",
    );
    expect(read.ok && read.value).toEqual({
      file: "m.yaml",
      environments: [
        {
          at: "m.yaml:4:5",
          target: {
            key: {
              form: "arn",
              given: arn,
              keyId: id,
              partition: "aws",
              region: "eu-west-1",
              account: "111122223333",
            },
            partition: "aws",
            region: "eu-west-1",
            account: "012345678901",
            environment: "prod",
            logTypes: ["Task"],
            accept: [],
          },
          profile: "prod",
          logGroups: true,
        },
        {
          at: "m.yaml:8:5",
          target: {
            key: { form: "id", given: id, keyId: id },
            partition: "aws",
            region: "eu-west-2",
            environment: "test",
            logTypes: ["Task"],
            accept: [],
          },
          profile: "all",
          assumeRole: "arn:aws:iam::444455556666:role/R",
          scope: "region",
          logGroups: false,
        },
      ],
      waivers: [],
    });
  });
});

it("looks at log groups only where that is asked", () => {
  const read = parseManifest(good["one environment"] ?? "", "m.yaml");
  expect(read.ok && read.value.environments[0]?.logGroups).toBe(false);
});

describe.each([
  ["shapes", badShapes],
  ["words", badWords],
  ["YAML", badYaml],
])("bad %s", (_name, cases) => {
  it.each(Object.entries(cases))("%s", (_case, { text, problems }) =>
    expect(problemsOf(text)).toEqual(problems),
  );
});

describe("what a problem says", () => {
  const shape = "schema: mwaa-kms/manifest/1\n";
  it("quotes an account back with all its digits", () =>
    expect(said(`${shape}environments: [{name: a, key: ${arn}, account: 012345678901}]`)).toEqual({
      what: "environments[0].account is 012345678901, which YAML reads as a number.",
      fix: { do: "edit", pointer: "/environments/0/account", json: "012345678901" },
    }));
  it("names the member that was meant", () =>
    expect(said(`${shape}environments: [{name: a, key: ${arn}, acount: "012345678901"}]`)).toEqual({
      what: '"acount" is not a field of an environment. Did you mean account?',
      fix: { do: "ask", who: "the owner of the manifest", sentence: "Write account instead of acount." },
    }));
  it("lists the members where none is near", () =>
    expect(said(`${shape}defaults: {colour: red}\nenvironments: [{name: a, key: ${arn}}]`).what).toBe(
      '"colour" is not a field of defaults. Valid: region, account, bucket, executionRole, logGroups, logTypes, accept, scope, profile, assumeRole.',
    ));
  it("names the check that was meant", () =>
    expect(
      said(`${shape}waivers: [{check: key_origin, key: ${id}, reason: abc, expires: 2027-01-01}]`).fix,
    ).toEqual({
      do: "edit",
      pointer: "/waivers/0/check",
      json: "key-origin",
    }));
  it("is bounded, however long a text is", () => {
    const { what = "" } = said(`${shape}${"é".repeat(900)}: 1\nenvironments: [{name: a, key: ${arn}}]`);
    expect(what).toContain("é…");
    expect(what.length).toBeLessThan(180);
  });
});

describe("many problems", () => {
  it("are told in the file's order, and bounded", () => {
    const many = Array.from({ length: 500 }, (_, index) => `  - {name: e${index}, key: alias/x, regio: a}\n`);
    const read = parseManifest(
      `schema: mwaa-kms/manifest/1\nenvironments:\n${many.join("")}waivers: 1\n`,
      "m.yaml",
    );
    const problems = read.ok ? [] : read.problems;
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.what).toBe("401 more problems are not shown.");
    expect(problems.slice(0, 3).map(({ at }) => at)).toEqual(["m.yaml:3:30", "m.yaml:4:30", "m.yaml:5:30"]);
  });
});
