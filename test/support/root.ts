import { fileURLToPath } from "node:url";

/** The package's folder; tests run in build-ts/. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));
