import { type ImportPattern, places } from './import-rules.ts'

/** What biome.json holds. It is generated: change this file or import-rules.ts, then `npm run verify -- --write-lint`. */
export function biomeConfig() {
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    files: {
      includes: [
        '**',
        '!lib/platform/db/generated',
        '!public/pdfjs',
        '!.next',
        '!test-results',
        '!.data',
        '!next-env.d.ts',
        '!package.json',
        '!package-lock.json',
      ],
    },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
    javascript: { formatter: { quoteStyle: 'single', semicolons: 'asNeeded' } },
    css: { parser: { tailwindDirectives: true } },
    assist: { actions: { source: { organizeImports: 'on' } } },
    linter: { domains: { next: 'recommended', react: 'recommended', types: 'none' }, rules: rules() },
    overrides: [
      { includes: ['lib/**', 'app/**', 'components/**'], linter: { rules: strictRules() } },
      { includes: ['lib/platform/env.ts'], linter: { rules: { style: { noProcessEnv: 'off' } } } },
      {
        includes: ['lib/**/*.test.ts', 'lib/testing/**'],
        linter: { rules: { style: { noProcessEnv: 'off' } } },
      },
      ...places().map((place) => ({
        includes: place.includes,
        linter: { rules: { style: importRule(place.patterns) } },
      })),
    ],
  }
}

function rules() {
  return {
    preset: 'recommended',
    correctness: {
      noUnusedImports: 'error',
      noUnusedVariables: 'error',
      noUnusedFunctionParameters: 'error',
    },
    nursery: { noFloatingPromises: 'error', noMisusedPromises: 'error' },
    suspicious: {
      noExplicitAny: 'error',
      noImportCycles: 'error',
      noSkippedTests: 'error',
      noFocusedTests: 'error',
    },
    style: {
      useImportType: 'error',
      useNodejsImportProtocol: 'error',
      noNonNullAssertion: 'error',
      useConst: 'error',
      useFilenamingConvention: {
        level: 'error',
        options: { filenameCases: ['kebab-case'], strictCase: false },
      },
    },
  }
}

function strictRules() {
  return { suspicious: { noConsole: 'error' }, style: { noProcessEnv: 'error' } }
}

function importRule(patterns: ImportPattern[]) {
  return { noRestrictedImports: { level: 'error', options: { patterns } } }
}
