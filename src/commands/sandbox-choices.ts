/** The fixed choices of `sandbox`, loaded for the command line alone. */

export const sandboxActions = ["start", "keys", "stop", "reset"] as const;
export type SandboxAction = (typeof sandboxActions)[number];

/** Shells whose way of setting a variable we know. */
export const shells = ["sh", "bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof shells)[number];
