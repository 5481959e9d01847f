/** Random tests that are the same for every mutant: else a mutant would be killed by luck. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_123 });
