/** The Chromium that pages are opened in: found, started once, cut off from the network. It downloads nothing. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { isRequired, wishedChromium } from "./wish.js";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @returns the browser's path, or undefined where there is none and none is required */
export function findChromium(): string | undefined {
  if (wishedChromium !== undefined) return wishedChromium;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found === undefined && isRequired) {
    throw new Error(`none of ${names.join(", ")} is on PATH, and a browser is required`);
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts it with a new, empty profile, which goes away with it.
 *
 * @param home a folder of the test's: Chromium would make the home that the tests have taken away
 */
export function startChromium(executablePath: string, home: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    env: { PATH: process.env["PATH"] ?? "", HOME: home },
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}
