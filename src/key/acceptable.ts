/** What a user may declare to have read and accepted, by name: options name it, and checks look for it. */

export const acceptables = ["cross-account", "narrower"] as const;
export type Acceptable = (typeof acceptables)[number];
