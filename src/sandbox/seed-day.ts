/** When the seeds were made. */

/** Epoch seconds of a fixed day, so that two new sandboxes look alike. */
export const made = Date.UTC(2026, 0, 15, 9) / 1000;
