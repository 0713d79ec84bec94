// Documents as people make them: bytes by tus, then a document, then the worker's job run to its end.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { createDocument, handleUpload } from '#lib/documents/index.ts'
import type { CreateDocument, Document } from '#lib/documents/schema.ts'
import { ingestVersion } from '#lib/ingestion/index.ts'
import { createId } from '#lib/platform/id.ts'

export interface TestFile {
  name: string
  bytes: Uint8Array | string
  type?: string
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A tus request to open an upload; with `body` it carries the bytes too. */
export function toUploadRequest(file: TestFile, options: { withBody: boolean }): Request {
  const bytes = Buffer.from(file.bytes)
  const metadata = `filename ${base64(file.name)},filetype ${base64(file.type ?? '')}`
  const headers = new Headers({
    'tus-resumable': '1.0.0',
    'upload-length': String(bytes.length),
    'upload-metadata': metadata,
  })
  if (options.withBody) headers.set('content-type', 'application/offset+octet-stream')
  return new Request('http://localhost/api/uploads', {
    method: 'POST',
    headers,
    ...(options.withBody ? { body: bytes } : {}),
  })
}

/** @returns the id of a finished upload. */
export async function uploadBytes(ctx: WorkspaceContext, file: TestFile): Promise<string> {
  const response = await handleUpload(ctx, toUploadRequest(file, { withBody: true }))
  return response.headers.get('location')?.split('/').at(-1) ?? ''
}

/** A document that waits for the worker. */
export async function addDocument(
  ctx: WorkspaceContext,
  file: TestFile,
  input: Omit<CreateDocument, 'uploadId'> = {},
): Promise<Document> {
  return createDocument(ctx, { ...input, uploadId: await uploadBytes(ctx, file) })
}

/** Runs the worker's job for a version, in this process. */
export async function ingest(
  ctx: WorkspaceContext,
  versionId: string,
  signal = new AbortController().signal,
) {
  const job: WorkspaceContext = { ...ctx, userId: null, role: 'owner', surface: 'job', requestId: createId() }
  await ingestVersion(job, versionId, signal)
}
