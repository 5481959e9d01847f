#!/usr/bin/env node
import { main, nodeHost } from "../dist/main.js";

// The exit code is set, not exited with: what is still on its way to a pipe arrives.
process.exitCode = await main(process.argv.slice(2), nodeHost());
