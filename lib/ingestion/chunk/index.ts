export { chunkPages } from './chunk-pages.ts'
export type { ChunkablePage, Passage } from './passage.ts'
