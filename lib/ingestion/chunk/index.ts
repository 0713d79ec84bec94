export { chunkPages } from './chunk-pages.ts'
export { PageChunker } from './page-chunker.ts'
export type { ChunkablePage, Passage } from './passage.ts'
