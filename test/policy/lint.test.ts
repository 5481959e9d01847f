import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../src/policy/document.js";
import { lintPolicy } from "../../src/policy/lint.js";
import { alice, allow, deny, policy, policyOf, root } from "./difference-policy.js";

function brief(document: PolicyDocument): readonly string[] {
  return lintPolicy(document).map((each) => `${each.severity} ${each.code} ${each.at}`);
}

const orphan = "AROACKCEVSQ6C2EXAMPLE";

describe("a policy that KMS takes", () => {
  test.each([
    [
      "the default statement",
      policy(allow({ Sid: "Enable IAM User Permissions", Principal: { AWS: root } })),
    ],
    [
      "NotAction, Deny with NotPrincipal",
      policy(
        deny({ Principal: undefined, NotPrincipal: { AWS: alice }, Action: undefined, NotAction: "kms:A" }),
      ),
    ],
    ["everybody", policy(allow({ Principal: "*", Resource: ["*"] }))],
    [
      "Sids that are empty, or differ in case",
      policy(allow({ Sid: "" }), allow({ Sid: "" }), allow({ Sid: "a" }), allow({ Sid: "A" })),
    ],
    ["no statement", policy()],
    ["Latin-1, tabs and line ends", policyOf('{\t"Id":"\u00ff\u00a0~",\r\n"Statement":[]}')],
    ["a character that is escaped", policyOf('{"Id":"\\u2013","Statement":[]}')],
    [
      "an id that only begins like an orphan's",
      policy(allow({ Principal: { AWS: ["arn:aws:iam::111122223333:user/AIDA", "AROA"] } })),
    ],
  ])("%s", (_name, document) => expect(lintPolicy(document)).toEqual([]));
});

describe("a statement", () => {
  test.each([
    [{ Principal: { AWS: [alice, orphan] } }, "lint/orphaned-principal", "/Statement/0/Principal/AWS"],
    [{ Principal: { AWS: `${orphan}:session` } }, "lint/orphaned-principal", "/Statement/0/Principal/AWS"],
    [
      { Principal: { AWS: orphan.replace("AROA", "AIDA") } },
      "lint/orphaned-principal",
      "/Statement/0/Principal/AWS",
    ],
    [
      { Principal: { AWS: orphan.replace("AROA", "AGPA") } },
      "lint/orphaned-principal",
      "/Statement/0/Principal/AWS",
    ],
    [
      { Principal: { AWS: orphan.replace("AROA", "AIPA") } },
      "lint/orphaned-principal",
      "/Statement/0/Principal/AWS",
    ],
    [{ Principal: undefined }, "lint/no-principal", "/Statement/0"],
    [{ Principal: {} }, "lint/no-principal", "/Statement/0"],
    [{ Principal: { AWS: [], Service: [] } }, "lint/no-principal", "/Statement/0"],
    [
      { Principal: undefined, NotPrincipal: { AWS: alice } },
      "lint/not-principal-allow",
      "/Statement/0/NotPrincipal",
    ],
    [{ Action: undefined }, "lint/no-action", "/Statement/0"],
    [{ Action: [] }, "lint/no-action", "/Statement/0"],
    [{ Resource: undefined }, "lint/no-resource", "/Statement/0"],
    [{ Resource: [] }, "lint/no-resource", "/Statement/0"],
    [{ Resource: "arn:aws:kms:us-east-1:111122223333:key/*" }, "lint/resource", "/Statement/0/Resource"],
    [{ Resource: ["*", "arn:a"] }, "lint/resource", "/Statement/0/Resource"],
    [{ Resource: undefined, NotResource: "arn:a" }, "lint/resource", "/Statement/0/NotResource"],
  ] as const)("%j: %s", (members, code, at) => {
    expect(brief(policy(allow(members)))).toEqual([`warning ${code} ${at}`]);
  });

  test("is named by its place and its Sid", () => {
    const [found] = lintPolicy(policy(allow(), allow({ Sid: 'Allow "use"', Resource: undefined })));
    expect(found?.what).toBe(
      'The statement /Statement/1 ("Allow \\"use\\"") has neither Resource nor NotResource.',
    );
    expect(found?.fix).toEqual([{ do: "edit", pointer: "/Statement/1/Resource", json: "*" }]);
    expect(found?.why).toContain("18 August 2025");
    expect(found?.why).toContain("no effect");
    const [alone] = lintPolicy(
      policyOf(JSON.stringify({ Statement: allow({ Sid: "x".repeat(99), Action: undefined }) })),
    );
    expect(alone?.what).toBe(
      `The statement /Statement ("${"x".repeat(59)}…") has neither Action nor NotAction.`,
    );
  });

  test("that nobody could read is looked over all the same", () => {
    const odd = policy({ Effect: 1, Principal: [null], Action: { a: 1 }, Resource: null, Sid: 3 }, {});
    expect(brief(odd)).toEqual([
      "warning lint/resource /Statement/0/Resource",
      "warning lint/no-principal /Statement/1",
      "warning lint/no-action /Statement/1",
      "warning lint/no-resource /Statement/1",
    ]);
  });

  test("names each orphan once", () => {
    expect(
      lintPolicy(policy(deny({ Principal: undefined, NotPrincipal: { AWS: [orphan, orphan] } }))),
    ).toMatchObject([{ code: "lint/orphaned-principal", at: "/Statement/0/NotPrincipal/AWS" }]);
  });

  test("with another's Sid says whose", () => {
    const found = lintPolicy(
      policy(allow({ Sid: "a" }), allow({ Sid: "b" }), deny({ Sid: "a" }), deny({ Sid: "a" })),
    );
    expect(found.map((each) => [each.code, each.at])).toEqual([
      ["lint/duplicate-sid", "/Statement/2/Sid"],
      ["lint/duplicate-sid", "/Statement/3/Sid"],
    ]);
    expect(found[0]?.what).toBe('The statement /Statement/2 ("a") has the Sid of /Statement/0.');
  });
});

describe("the whole", () => {
  test("says which characters KMS does not take, and where", () => {
    const found = lintPolicy(
      policyOf('{"Id":"\u0100","Statement":[{"a":1},{"Sid":"a – b – c😀"}],"x":"\u0080"}'),
    ).filter((each) => each.code === "lint/characters");
    expect(found.map((each) => [each.at, each.what])).toEqual([
      [
        "/Statement/1",
        'The statement /Statement/1 ("a – b – c😀") holds U+2013 (–) and 2 more, which KMS does not take.',
      ],
      [undefined, "The key policy, outside its statements, holds U+0100 (Ā), which KMS does not take."],
    ]);
  });

  test("shows no character that would disturb a terminal", () => {
    const [found] = lintPolicy(policyOf('{"Id":"\u202e","Statement":[]}'));
    expect(found?.what).toContain("holds U+202E, which");
  });

  test("counts bytes, not characters, against the quota", () => {
    const sized = (bytes: number, fill: string) => {
      const rest = '{"Id":"","Statement":[]}';
      return policyOf(
        rest.replace('""', `"${fill.repeat((bytes - rest.length) / new TextEncoder().encode(fill).length)}"`),
      );
    };
    expect(brief(sized(32_768, "a"))).toEqual([]);
    expect(brief(sized(32_769, "a"))).toEqual(["warning lint/size undefined"]);
    expect(brief(sized(32_768, "é"))).toEqual([]);
    expect(lintPolicy(sized(32_770, "é"))[0]?.what).toContain("32770 bytes");
    const long = sized(131_072, "a");
    expect(brief(long)).toEqual(["warning lint/size undefined"]);
    expect(brief({ ...long, text: `${long.text} ` })).toEqual(["error policy/too-long undefined"]);
  });
});
