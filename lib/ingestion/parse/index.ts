export { countPages, type ParseInput, parseFile } from './parse-file.ts'
export * from './parsed-page.ts'
