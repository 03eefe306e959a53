import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: [".local/**", "**/static/lib/**"] },
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, luxon: "readonly", odoo: "readonly" },
        },
        rules: {
            curly: "error",
            eqeqeq: ["error", "smart"],
            "no-restricted-globals": ["error", "event", "self", "name"],
            // patch() cannot reach private members, so nobody could extend such a class
            "no-restricted-syntax": ["error", "PrivateIdentifier"],
            "no-unused-vars": ["error", { args: "none", caughtErrors: "none" }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": ["error", { destructuring: "all" }],
        },
    },
    {
        // The service worker has globals of its own.
        files: ["**/service_worker*.js"],
        languageOptions: { globals: globals.serviceworker },
        rules: { "no-restricted-globals": "off" },
    },
];
