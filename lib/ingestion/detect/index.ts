export { detectFile } from './detect-file.ts'
