export { JAIL_LIMITS } from './jail.ts'
export { countPages, MAX_PAGES, type ParseInput, parseFile } from './parse-file.ts'
export * from './parsed-page.ts'
