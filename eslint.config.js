import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "build-dev/", "build-ts/", "dist/", "node_modules/", "lib/generated/"] },
  js.configs.recommended,
  { languageOptions: { globals: { process: "readonly", console: "readonly", Buffer: "readonly", URL: "readonly" } } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["lib/tsconfig.json", "tsconfig.examples.json", "tsconfig.programs.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // C's declarations and macros have the same name in several roles: a struct is a type and a class.
      "@typescript-eslint/no-redeclare": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  prettier,
);
