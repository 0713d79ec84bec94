import type { DetailedError } from 'tus-js-client'
import { ApiProblem, api } from '#lib/api-client/index.ts'
import { type Document, documentSchema } from '#lib/documents/schema.ts'
import { type Problem, problemSchema } from '#lib/platform/http/schema.ts'

const RETRY_DELAYS_MS = [500, 1500, 4000]

export interface UploadTask {
  /** Stops sending and removes what was sent. */
  cancel: () => void
  /** The document of the file. @throws ApiProblem with the server's reason. */
  done: Promise<Document>
}

/** Sends a file by tus and makes a document of it. Losses of the connection are tried again, refusals are not. */
export function uploadFile(
  workspaceId: string,
  file: File,
  onProgress: (sentBytes: number) => void,
): UploadTask {
  const abort = new AbortController()
  const done = sendBytes(workspaceId, file, onProgress, abort.signal).then((uploadId) =>
    api.post('/api/documents', {
      body: { uploadId },
      schema: documentSchema,
      workspaceId,
      signal: abort.signal,
    }),
  )
  return { cancel: () => abort.abort(), done }
}

async function sendBytes(
  workspaceId: string,
  file: File,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  // Most visits upload nothing.
  const { Upload } = await import('tus-js-client')
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/api/uploads',
      headers: { 'x-workspace-id': workspaceId },
      metadata: { filename: file.name, filetype: file.type },
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => isWorthRetrying(error),
      onProgress,
      onError: (error) => reject(toApiProblem(error)),
      onSuccess: () => resolve(toUploadId(upload.url)),
    })
    signal.addEventListener('abort', () => {
      // The row is gone already; what cannot be removed now expires on the server.
      upload.abort(true).catch(() => undefined)
      reject(signal.reason)
    })
    upload.start()
  })
}

function toUploadId(url: string | null): string {
  return url?.split('/').at(-1) ?? ''
}

function isWorthRetrying(error: Error | DetailedError): boolean {
  const status = 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0
  return status === 0 || status === 423 || status >= 500
}

function toApiProblem(error: Error | DetailedError): ApiProblem {
  const body = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined
  return new ApiProblem(parseProblem(body) ?? UNREACHABLE, { cause: error })
}

function parseProblem(body: string | undefined): Problem | null {
  if (!body) return null
  try {
    return problemSchema.safeParse(JSON.parse(body)).data ?? null
  } catch {
    // A page of some proxy in between: no reason of ours in it.
    return null
  }
}

const UNREACHABLE: Problem = {
  type: 'about:blank',
  title: 'Not reachable',
  status: 0,
  detail: 'The connection was lost. Check it and try again.',
  code: 'unreachable',
  requestId: '',
}
