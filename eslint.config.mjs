import tseslint from "typescript-eslint";

export default tseslint.config({ ignores: ["*", "!extension", "extension/dist"] }, {
  files: ["extension/{src,webview}/**/*.{ts,tsx}"],
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: {
    parserOptions: { project: ["extension/tsconfig.json", "extension/webview/tsconfig.json"], tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    // Numbers read well in a message; everything else still has to be made a text on purpose.
    "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  },
});
