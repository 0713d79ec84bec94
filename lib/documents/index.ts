import 'server-only'

export { restoreDocument, retryDocument, trashDocument, updateDocument } from './change-document.ts'
export { priceReindex } from './choose-reindex-way.ts'
export { createDocument } from './create-document.ts'
export { dropBlob } from './drop-blob.ts'
export { dropUpload } from './drop-upload.ts'
export { areBytesDropped } from './failures.ts'
export { findInDocument } from './find-in-document.ts'
export { findStockProblems, type StockProblem } from './find-stock-problems.ts'
export { decodeRuns, encodeRuns, type TextRun, toRects } from './geometry/index.ts'
export { ingestJob } from './jobs.ts'
export { getDocument, listDocuments } from './list-documents.ts'
export { getCanonicalPage, getOriginalFile, type OriginalFile } from './open-document.ts'
export {
  countDocuments,
  findDocumentNames,
  findLiveDocumentIds,
  findMediaTypes,
  findOwningDocument,
  findPages,
  findPageTexts,
  type LiveDocument,
  listLiveDocuments,
} from './reading-repository.ts'
export { quoteReindex, REINDEX_TTL_MS, reindexDocument } from './reindex-document.ts'
export { isVersionWanted, listStaleVersions, lockStaleVersion } from './reindex-repository.ts'
export {
  countLiveDocuments,
  findVersion,
  listExpiredUploads,
  lockVersion,
  transitionVersion,
  type VersionRow,
} from './repository.ts'
export { orderedAtPrice, requeueVersion } from './requeue-version.ts'
export { lockForShowing, showWaiting } from './show-version.ts'
export { returnPages, takePages } from './stock.ts'
export { toBlobKey } from './storage-keys.ts'
export { handleUpload } from './upload-server.ts'
