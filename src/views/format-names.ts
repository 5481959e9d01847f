/** The names of the formats alone, so that `--help` need not load what renders them. */
export const formatNames = [
  "human",
  "json",
  "markdown",
  "github",
  "gitlab",
  "sarif",
  "junit",
  "tap",
  "html",
] as const;

export type Format = (typeof formatNames)[number];
