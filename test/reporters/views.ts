/** Views made by hand, one for each kind of report, and a generator of views in which every text can be anything. */
import fc from "fast-check";
import type { Block, Cause, CheckRow, Section, View } from "../../src/reporters/view/view.js";

export const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const page = "https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html";
const administrator = "arn:aws:sts::111122223333:assumed-role/Administrator/pipeline (environment variables)";

/** @returns a view of `check`, ready, with what `parts` says otherwise */
export function view(parts: Partial<View> = {}): View {
  return {
    tool: "mwaa-kms 0.1.0",
    command: "check",
    exitCode: 0,
    subject: "demo (us-east-1)",
    head: [
      { label: "Key", text: arn },
      { label: "Environment", text: "demo (us-east-1)" },
      { label: "Caller", text: administrator },
    ],
    readAt: "2026-11-25 21:49:41 UTC",
    verdict: { tone: "good", short: "Ready", sentence: "Ready: MWAA can use this key. 19 checks passed." },
    sections: [],
    next: [],
    ...parts,
  };
}

const titles = [
  "The key identifier is valid",
  "The key exists",
  "The key is enabled",
  "The key is in the environment's account",
  "The key is in the environment's Region",
  "CloudWatch Logs can use the key",
] as const;

const row = (title: string, at: number): CheckRow => ({
  id: `check-${at}`,
  title,
  state: "pass",
  evidence: at % 2 === 0 ? arn : "us-east-1",
  codes: [],
  page,
});

function checks(failed: readonly CheckRow[] = []): Section {
  return {
    id: "checks",
    title: "Checks",
    isDetail: true,
    blocks: [{ kind: "checks", rows: [...failed, ...titles.map(row)] }],
  };
}

const operations = [
  "Encrypt",
  "Decrypt",
  "ReEncrypt",
  "GenerateDataKey",
  "DescribeKey",
  "CreateGrant",
  "ListGrants",
  "RetireGrant",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
  "GetKeyPolicy",
];
const allowed = { text: "allowed", tone: "good" } as const;
const denied = { text: "denied", tone: "bad" } as const;
const conditional = { text: "depends on a condition", tone: "unknown" } as const;
const none = { text: "not allowed", tone: "plain" } as const;

function access(logs: "good" | "bad" | "unknown"): Section {
  const cells = { good: allowed, bad: denied, unknown: conditional };
  return {
    id: "access",
    title: "Access to the key",
    isDetail: true,
    blocks: [
      {
        kind: "picture",
        title: "Who reaches the key, and by what",
        key: arn,
        edges: [
          { from: "MWAA", tone: "good", by: "4 grants", check: "grants-use" },
          { from: "CloudWatch Logs", tone: logs, by: "key policy statement", check: "logs-access" },
          { from: "Execution role", tone: "warning", by: "IAM policy", check: "execution-role" },
          { from: "Bucket", tone: "unknown", by: "default encryption", check: "bucket-encryption" },
        ],
      },
      {
        kind: "table",
        head: ["Principal", ...operations],
        rows: [
          [
            { text: "account 111122223333", title: "arn:aws:iam::111122223333:root" },
            ...operations.map(() => allowed),
          ],
          [
            { text: "role/DataPlatform", title: "arn:aws:iam::111122223333:role/DataPlatform" },
            ...operations.map((_, at) => (at < 5 ? allowed : at < 8 ? conditional : none)),
          ],
          [
            { text: "logs.us-east-1.amazonaws.com" },
            ...operations.map((_, at) => (at < 5 ? cells[logs] : none)),
          ],
        ],
        more: 0,
      },
    ],
  };
}

const grants: Section = {
  id: "grants",
  title: "Grants",
  isDetail: true,
  blocks: [
    {
      kind: "text",
      paragraphs: [
        "MWAA creates these 4 grants with environment demo. Grantee: airflow.us-east-1.amazonaws.com",
      ],
    },
    {
      kind: "items",
      items: [
        {
          tone: "plain",
          name: "1  mwaa-grant-for-env-mgmt-role-demo",
          text: "creates the queue, database, secrets and tables",
        },
        {
          tone: "plain",
          name: "2  mwaa-grant-for-lambda-exec-demo",
          text: "Lambda functions of the controller",
        },
        {
          tone: "plain",
          name: "3  mwaa-grant-for-cfn-mgmt-demo",
          text: "Lambda functions that manage the stacks",
        },
        {
          tone: "plain",
          name: "4  mwaa-fargate-access-for-demo",
          text: "Fargate execution role, for secrets",
        },
      ],
    },
    {
      kind: "facts",
      rows: [
        {
          label: "all four",
          text: "Encrypt, Decrypt, ReEncryptFrom, ReEncryptTo, GenerateDataKey, GenerateDataKeyWithoutPlaintext, DescribeKey",
        },
        { label: "1, 2, 4", text: "RetireGrant" },
        { label: "1", text: "CreateGrant" },
      ],
    },
  ],
};

export const causes = {
  disabled: {
    level: "error",
    title: "The key is disabled",
    code: "readiness/disabled",
    text: ["The key state is Disabled.", "KMS rejects grants and encryption with a disabled key."],
    fixes: [{ kind: "command", command: `aws kms enable-key --key-id ${arn} --region us-east-1` }],
    docs: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
    checks: ["key-state"],
  },
  missing: {
    level: "error",
    title: "CloudWatch Logs cannot use the key",
    code: "logs/missing",
    text: [
      "No statement in the key policy allows logs.us-east-1.amazonaws.com.",
      "MWAA's log groups are encrypted with this key. Without access, the environment fails to create or has no task logs.",
    ],
    fixes: [{ kind: "command", command: `mwaa-kms prepare ${arn} -e demo`, note: "after fix 1" }],
    docs: page,
    checks: ["logs-access"],
  },
  bucket: {
    level: "error",
    title: "The bucket is in another Region",
    subject: "demo-oregon",
    code: "bucket/region",
    text: ["demo-oregon is in us-west-2. MWAA requires key, environment and bucket in one Region."],
    fixes: [{ kind: "sentence", text: "use a bucket in us-east-1" }],
    docs: page,
    checks: ["bucket-region"],
  },
  region: {
    level: "error",
    title: "The log group ARN has another Region",
    code: "logs/context-region",
    text: ["The statement is for log groups in us-west-2."],
    at: "/Statement/2/Condition",
    fixes: [
      {
        kind: "edit",
        text: "change Condition of statement 3:",
        language: "json",
        before: JSON.stringify(
          { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-west-2:111122223333:*" } },
          null,
          2,
        ),
        after: JSON.stringify(
          { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" } },
          null,
          2,
        ),
      },
      { kind: "command", command: `mwaa-kms prepare ${arn} -e demo` },
    ],
    docs: page,
    checks: ["logs-access"],
  },
  refused: {
    level: "unknown",
    title: "Access denied",
    subject: "kms:DescribeKey, kms:GetKeyPolicy",
    code: "aws/access-denied",
    text: [
      "arn:aws:sts::111122223333:assumed-role/Nobody/sandbox cannot read the key: no identity-based policy allows the action.",
    ],
    fixes: [
      {
        kind: "sentence",
        text: "ask an administrator of account 111122223333 to allow kms:GetKeyPolicy on this key",
      },
    ],
    docs: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    checks: ["key-exists", "logs-access"],
  },
  rotation: {
    level: "note",
    title: "Automatic rotation is off",
    code: "readiness/rotation-off",
    text: ["Rotation is optional."],
    fixes: [],
    checks: ["rotation"],
  },
} as const satisfies Readonly<Record<string, Cause>>;

const failed: CheckRow = {
  id: "logs-access",
  title: "CloudWatch Logs can use the key",
  state: "error",
  evidence: "no statement allows it",
  codes: ["logs/missing"],
  page,
};

const problems = (list: readonly Cause[], title = "Problems"): Section => ({
  id: "causes",
  title,
  blocks: [{ kind: "causes", causes: list }],
});

const create = {
  label: "Next",
  text: "create the environment with this key ARN. MWAA cannot change the key later.",
  isCommand: false,
} as const;

const diff: Block = {
  kind: "policy-diff",
  summary: "1 statement to add, 1 to change, 3 unchanged",
  lines: [
    { sign: "~", text: 'statement 2 "Allow use of the key"' },
    { sign: " ", text: "  Action" },
    { sign: "-", text: '    "kms:*"' },
    { sign: "+", text: '    "kms:Decrypt"' },
    ...[
      "{",
      '  "Sid": "AllowCloudWatchLogsForMwaa",',
      '  "Effect": "Allow",',
      '  "Principal": { "Service": "logs.us-east-1.amazonaws.com" },',
      '  "Resource": "*",',
      '  "Condition": {',
      '    "ArnLike": { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" }',
      "  }",
      "}",
    ].map((text) => ({ sign: "+", text }) as const),
  ],
  rows: [
    {
      label: "New access",
      text: "CloudWatch Logs can use the key for log groups of account 111122223333 in us-east-1.",
    },
    {
      label: "Grants",
      text: "MWAA adds 4 grants when it creates the environment (mwaa-kms grants KEY -e demo).",
    },
    { label: "Backup", text: "/home/ana/.local/state/mwaa-kms/backups" },
  ],
};

const notReady = {
  tone: "bad",
  short: "Not ready",
  sentence: "Not ready: 1 problem. 18 checks passed.",
} as const;

const names = [
  "orders",
  "billing",
  "search",
  "reports",
  "staging",
  "ml",
  "finance",
  "shared",
  "risk",
  "fraud",
  "pricing",
  "ledger",
];

/** @returns a report on several environments; by default none of the twelve is ready */
export function fleet(all: readonly string[] = names, isReady = (_name: string, _at: number) => false): View {
  const having = (cause: Cause, divisor: number): Cause => ({
    ...cause,
    environments: all.filter((name, at) => at % divisor === 0 && !isReady(name, at)),
  });
  const list = [
    having(causes.missing, 2),
    having(causes.disabled, 3),
    having(causes.region, 5),
    having(causes.bucket, 4),
    having(causes.refused, 1),
  ];
  const one = (name: string, at: number): Block => ({
    kind: "environment",
    isOpen: false,
    view: view({
      subject: `${name} (us-east-1)`,
      verdict: isReady(name, at) ? view().verdict : notReady,
      sections: [problems([causes.missing]), access("bad"), checks([failed]), grants],
    }),
  });
  return view({
    subject: "mwaa-kms.yaml",
    exitCode: 1,
    head: [],
    verdict: {
      tone: "bad",
      short: "Not ready",
      sentence: `Not ready: ${all.length} of ${all.length} environments.`,
    },
    sections: [
      problems(list, "Problems by cause"),
      {
        id: "environments",
        title: "Environments",
        blocks: [
          {
            kind: "table",
            head: ["Environment", "Region", "Status", "Problem"],
            rows: all.map((name, at) => [
              { text: name },
              { text: "us-east-1" },
              isReady(name, at) ? { text: "ready", tone: "good" } : { text: "not ready", tone: "bad" },
              { text: isReady(name, at) ? "" : "CloudWatch Logs cannot use the key (+1)" },
            ]),
            more: 0,
          },
        ],
      },
      { id: "checks", title: "Checks by environment", isDetail: true, blocks: all.map(one) },
    ],
  });
}

/** One report of each kind. */
export const views = {
  ready: view({ sections: [access("good"), checks(), grants], next: [create] }),
  oneCause: view({
    exitCode: 1,
    verdict: notReady,
    sections: [problems([causes.missing]), access("bad"), checks([failed]), grants],
  }),
  fourCauses: view({
    exitCode: 1,
    origin: { label: "Sandbox", text: "A local KMS answered. No AWS account was used." },
    verdict: {
      tone: "bad",
      short: "Not ready",
      sentence: "Not ready: 4 problems. 16 checks passed, 1 not run, 1 note.",
    },
    sections: [
      problems([
        ...[causes.disabled, causes.missing, causes.bucket, causes.region].map((cause, at) => ({
          ...cause,
          number: at + 1,
        })),
        causes.rotation,
      ]),
      access("bad"),
      checks([
        failed,
        {
          ...failed,
          id: "rotation",
          title: "Automatic rotation is on",
          state: "waived",
          waiver: "waived until 2027-06-30: SEC-123",
          codes: [],
        },
      ]),
      grants,
    ],
  }),
  unknown: view({
    exitCode: 3,
    verdict: {
      tone: "unknown",
      short: "Unknown",
      sentence: "Unknown: 5 checks need the key policy. 14 checks passed.",
    },
    sections: [problems([causes.refused]), access("unknown"), checks([{ ...failed, state: "unknown" }])],
  }),
  waived: view({
    verdict: {
      tone: "warning",
      short: "Not ready, waived",
      sentence: "Not ready, waived: logs-access until 2027-06-30 (exit code 0).",
    },
    sections: [
      problems([{ ...causes.missing, level: "warning" }]),
      access("bad"),
      checks([{ ...failed, state: "waived", waiver: "waived until 2027-06-30: SEC-123" }]),
    ],
  }),
  fleet: fleet(),
  prepared: view({
    command: "prepare",
    sections: [
      { id: "change", title: "Key policy", blocks: [diff] },
      {
        id: "write",
        title: "Result",
        blocks: [
          {
            kind: "items",
            items: [
              {
                tone: "good",
                name: "",
                text: "Saved the current policy: /home/ana/.local/state/mwaa-kms/backups/x.json",
              },
              { tone: "good", name: "", text: "Changed the key policy and verified it." },
            ],
          },
        ],
      },
      grants,
      checks(),
      {
        id: "handoff",
        title: "For the key's administrator",
        isDetail: true,
        blocks: [{ kind: "code", language: "markdown", text: "# Change request\n\nPlease add this." }],
      },
    ],
    next: [create, { label: "Undo", text: `mwaa-kms restore --last --key ${arn}`, isCommand: true }],
  }),
  grants: view({
    command: "grants",
    exitCode: 1,
    verdict: {
      tone: "bad",
      short: "Incomplete",
      sentence:
        "Incomplete: 3 of 4 grants exist. If the environment is still CREATING, wait and run this again.",
    },
    sections: [
      {
        id: "grants",
        title: "Grants",
        blocks: [
          {
            kind: "items",
            items: [
              { tone: "good", name: "mwaa-grant-for-env-mgmt-role-demo", text: "created 2026-01-15" },
              {
                tone: "bad",
                name: "mwaa-fargate-access-for-demo",
                text: "missing",
                lines: ["expected RetireGrant"],
              },
            ],
          },
        ],
      },
    ],
  }),
  early: view({
    head: [],
    exitCode: 2,
    subject: "check",
    verdict: { tone: "bad", short: "Usage error", sentence: "Usage error." },
    sections: [problems([causes.disabled])],
  }),
  statement: view({
    command: "statement",
    head: [],
    verdict: { tone: "good", short: "Done", sentence: "" },
    sections: [
      {
        id: "result",
        title: "Statement",
        blocks: [{ kind: "code", language: "json", text: '{\n  "Sid": "x"\n}' }],
      },
    ],
  }),
  nothing: view({ head: [], verdict: { tone: "bad", short: "Bug", sentence: "" }, sections: [] }),
} as const satisfies Readonly<Record<string, View>>;

/** @returns a view with `text` in each place that takes text, and each kind of block once */
export function full(text: string): View {
  const cause: Cause = {
    level: "error",
    number: 1,
    title: text,
    subject: text,
    code: text,
    text: [text],
    at: text,
    environments: [text],
    fixes: [
      { kind: "command", command: text, note: text },
      { kind: "sentence", text },
      { kind: "edit", text, language: text, before: `a\n${text}`, after: `b\n${text} c` },
      { kind: "edit", text, language: text, after: text },
    ],
    docs: text,
    checks: [text],
  };
  const facts = [{ label: text, text }];
  const own: readonly Section[] = [
    { id: "causes", title: text, blocks: [{ kind: "causes", causes: [cause, { ...cause, level: "note" }] }] },
    {
      id: "checks",
      title: text,
      isDetail: true,
      blocks: [
        {
          kind: "checks",
          rows: [
            {
              id: text,
              title: text,
              state: "error",
              evidence: text,
              waiver: text,
              codes: [text],
              page: text,
            },
          ],
        },
        {
          kind: "picture",
          title: text,
          key: text,
          edges: [{ from: text, tone: "bad", by: text, check: text }],
        },
      ],
    },
    {
      id: "result",
      title: text,
      blocks: [
        { kind: "policy-diff", summary: text, lines: [{ sign: "+", text }], rows: facts },
        { kind: "items", items: [{ tone: "good", name: text, text, lines: [text] }] },
        {
          kind: "table",
          head: [text, text],
          rows: [
            [
              { text, title: text },
              { text, tone: "bad", title: text },
            ],
          ],
          more: 1,
        },
        {
          kind: "table",
          head: [text, text, text, text, text],
          rows: [new Array(5).fill({ text, tone: "bad", title: text })],
          more: 0,
        },
        { kind: "facts", rows: facts },
        { kind: "code", language: text, text },
        { kind: "text", paragraphs: [text] },
      ],
    },
  ];
  const next = [
    { label: "Next", text, isCommand: true } as const,
    { label: "Next", text, isCommand: false } as const,
  ];
  const base: View = {
    tool: text,
    command: text,
    exitCode: 1,
    subject: text,
    origin: { label: text, text },
    head: facts,
    readAt: text,
    verdict: { tone: "bad", short: text, sentence: text },
    sections: own,
    next,
  };
  const table: Block = {
    kind: "table",
    head: [text, text, text],
    rows: [[{ text }, { text, tone: "bad" }, { text }]],
    more: 0,
  };
  const fleetSections: readonly Section[] = [
    { id: "environments", title: text, blocks: [table, { kind: "environment", isOpen: true, view: base }] },
  ];
  return { ...base, sections: [...own, ...fleetSections] };
}

const tones = fc.constantFrom("good", "bad", "warning", "unknown", "plain");
const levels = fc.constantFrom("error", "unknown", "warning", "note");

/** Any view at all: every text from `texts`, every list of any length, every optional part there or not. */
export function anyView(texts: fc.Arbitrary<string>): fc.Arbitrary<View> {
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
  const some = <T extends object, K extends keyof T>(
    model: { [P in keyof T]: fc.Arbitrary<T[P]> },
    requiredKeys: K[],
  ) => fc.record(model, { requiredKeys });
  const rowOf = fc.record({ label: texts, text: texts });
  const fix = fc.oneof(
    some({ kind: fc.constant("command"), command: texts, note: texts }, ["kind", "command"]),
    fc.record({ kind: fc.constant("sentence"), text: texts }),
    some({ kind: fc.constant("edit"), text: texts, language: texts, before: texts, after: texts }, [
      "kind",
      "text",
      "language",
      "after",
    ]),
  );
  const cause = some(
    {
      level: levels,
      number: fc.nat(20),
      title: texts,
      subject: texts,
      code: texts,
      text: list(texts),
      at: texts,
      environments: list(texts),
      fixes: list(fix),
      docs: fc.oneof(texts, fc.constant(page)),
      checks: list(texts),
    },
    ["level", "title", "text", "fixes", "checks"],
  );
  const cell = some({ text: texts, tone: tones, title: texts }, ["text"]);
  const states = fc.constantFrom("pass", "error", "unknown", "warning", "note", "waived", "skipped");
  const blocks = fc.oneof(
    fc.record({ kind: fc.constant("causes"), causes: list(cause) }),
    fc.record({
      kind: fc.constant("checks"),
      rows: list(
        some(
          {
            id: texts,
            title: texts,
            state: states,
            evidence: texts,
            waiver: texts,
            codes: list(texts),
            page: texts,
          },
          ["id", "title", "state", "codes"],
        ),
      ),
    }),
    fc.record({
      kind: fc.constant("policy-diff"),
      summary: texts,
      lines: list(fc.record({ sign: fc.constantFrom("+", "-", "~", " "), text: texts })),
      rows: list(rowOf),
    }),
    fc.record({
      kind: fc.constant("items"),
      items: list(
        some({ tone: tones, name: texts, text: texts, lines: list(texts) }, ["tone", "name", "text"]),
      ),
    }),
    fc.record({ kind: fc.constant("table"), head: list(texts), rows: list(list(cell)), more: fc.nat(2) }),
    fc.record({ kind: fc.constant("facts"), rows: list(rowOf) }),
    fc.record({ kind: fc.constant("code"), language: texts, text: texts }),
    fc.record({ kind: fc.constant("text"), paragraphs: list(texts) }),
    fc.record({
      kind: fc.constant("picture"),
      title: texts,
      key: texts,
      edges: list(fc.record({ from: texts, tone: tones, by: texts, check: texts })),
    }),
  );
  const ids = fc.constantFrom(
    "causes",
    "change",
    "write",
    "environments",
    "result",
    "checks",
    "access",
    "grants",
    "handoff",
  );
  const sections = (inner: fc.Arbitrary<unknown>) =>
    list(
      some({ id: ids, title: texts, blocks: list(inner), isDetail: fc.boolean() }, ["id", "title", "blocks"]),
    );
  const steps = list(
    fc.record({ label: fc.constantFrom("Next", "Undo"), text: texts, isCommand: fc.boolean() }),
  );
  const viewOf = (inner: fc.Arbitrary<unknown>) =>
    some(
      {
        tool: texts,
        command: texts,
        exitCode: fc.nat(100),
        subject: texts,
        origin: rowOf,
        head: list(rowOf),
        readAt: texts,
        verdict: fc.record({ tone: tones, short: texts, sentence: texts }),
        sections: sections(inner),
        next: steps,
      },
      ["tool", "command", "exitCode", "subject", "head", "verdict", "sections", "next"],
    );
  const environment = fc.record({
    kind: fc.constant("environment"),
    isOpen: fc.boolean(),
    view: viewOf(blocks),
  });
  return viewOf(
    fc.oneof({ weight: 6, arbitrary: blocks }, { weight: 1, arbitrary: environment }),
  ) as fc.Arbitrary<View>;
}
