/** Which browser is wished for: MWAA_KMS_CHROMIUM is a path, or `required`, as .ci/run sets it. */

// Read when the file is loaded, before test/surroundings.ts takes our variables away: it is to be imported there first.
const { MWAA_KMS_CHROMIUM: wish = "" } = process.env;

/** The path of a browser, where one is named. */
export const wishedChromium = wish === "required" || wish === "" ? undefined : wish;

/** Whether it is an error, and not a reason to skip tests, that there is no browser. */
export const isRequired = wish === "required";
