/** What packages load and this program never uses. Each patch fails the build where its package has changed. */
import { readFile } from "node:fs/promises";

/** commander starts the programs of subcommands by it. */
const childProcess = "module.exports={}";
/** chalk is told its level; its own look at the terminal is not asked for. */
const noColours =
  "export default {stdout:false,stderr:false};export const supportsColor=false,supportsColorStderr=false;";
/** An agent is asked for its class, which loads all of TLS even for a server without it; every agent can be destroyed. */
const agentClasses = ["httpsAgent instanceof node_https.Agent || ", "httpAgent instanceof hAgent || "];

export const patches = {
  name: "patches",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      importer.includes("node_modules/commander/")
        ? { path: "child_process", namespace: "patch" }
        : undefined,
    );
    onResolve({ filter: /^#supports-color$/ }, () => ({ path: "supports-color", namespace: "patch" }));
    onLoad({ filter: /.*/, namespace: "patch" }, ({ path }) => ({
      contents: path === "child_process" ? childProcess : noColours,
    }));
    onLoad({ filter: /node-http-handler\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = agentClasses.reduce((before, part) => before.replace(part, ""), text);
      if (contents.length !== text.length - agentClasses.join("").length)
        throw new Error(`${path} has changed`);
      return { contents };
    });
  },
};
