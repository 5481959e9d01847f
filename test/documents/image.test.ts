/** The Dockerfile: clean by a linter, nothing of the image runs as root, and every file that it takes is in the build context. */
import { existsSync, readFileSync } from "node:fs";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";

const text = readFileSync("Dockerfile", "utf8");
const instructions = text
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(/\s+/) as [string, ...string[]]);
const named = (name: string) => instructions.filter(([instruction]) => instruction === name);

describe("the Dockerfile", () => {
  it("is clean by the linter, which can say no", () => {
    expect(validate(text)).toEqual([]);
    expect(validate("FROM node:22-alpine\nCOPPY a b\n")).not.toEqual([]);
  });

  it("ends as a user that is not root, named by number", () => {
    expect(named("USER").at(-1)?.[1]).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(instructions.findIndex(([name]) => name === "USER")).toBeGreaterThan(
      instructions.findLastIndex(([name]) => name === "RUN"),
    );
  });

  it("starts from a named version of Node.js, and fetches nothing else", () => {
    expect(named("ARG")).toEqual([["ARG", "NODE_IMAGE=node:22-alpine"]]);
    expect(named("FROM")).toEqual([["FROM", "${NODE_IMAGE}"]]);
    expect(text).not.toMatch(/^(RUN .*\b(npm|apk|apt-get|curl|wget)\b|ADD )/m);
  });

  it("takes files that the build context has", () => {
    const ignore = readFileSync(".dockerignore", "utf8").split("\n");
    const sources = named("COPY").flatMap((words) => words.slice(1, -1));
    for (const source of sources) {
      expect(existsSync(source), source).toBe(true);
      expect(ignore).toContain(`!${source}`);
    }
    expect(sources).toEqual(
      expect.arrayContaining(ignore.filter((line) => line.startsWith("!")).map((line) => line.slice(1))),
    );
  });
});
