import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DataStore, Upload } from '@tus/server'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { idSchema } from '#lib/platform/http/schema.ts'
import { storage } from '#lib/platform/storage/index.ts'
import { dropUpload } from './drop-upload.ts'
import { findUpload, type UploadRow, updateUpload } from './repository.ts'
import { toUploadKey } from './storage-keys.ts'

/**
 * tus over our storage port, for one caller: uploads of other workspaces do not exist here. The offset is what the
 * storage really holds, so that a process killed in the middle of a PATCH loses nothing that arrived.
 */
export class UploadStore extends DataStore {
  readonly #ctx: WorkspaceContext

  constructor(ctx: WorkspaceContext) {
    super()
    this.#ctx = ctx
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  /** The row was made by `createUpload` before; nothing is stored yet. */
  override create(file: Upload): Promise<Upload> {
    return Promise.resolve(file)
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#getRow(id)
    const stored = row.status === 'claimed' ? null : await storage.stat(this.#key(id))
    const offset = row.status === 'claimed' ? Number(row.sizeBytes) : (stored?.sizeBytes ?? 0)
    return new Upload({ id, size: Number(row.sizeBytes), offset, creation_date: row.createdAt.toISOString() })
  }

  override async write(body: Readable, id: string, offset: number): Promise<number> {
    const row = await this.#getRow(id)
    const hash = createHash('sha256')
    const { sizeBytes } = await storage.append(this.#key(id), offset, hashing(body, hash))
    // One request carried all bytes: its hash is the file's. Else `createDocument` reads the file once.
    const whole = offset === 0 && BigInt(sizeBytes) === row.sizeBytes
    const changes = { receivedBytes: BigInt(sizeBytes), ...(whole ? { sha256: hash.digest('hex') } : {}) }
    await withTenant(this.#ctx, (tx) => updateUpload(tx, this.#rowKey(id), changes))
    return sizeBytes
  }

  override async remove(id: string): Promise<void> {
    await this.#getRow(id)
    if (await dropUpload(this.#ctx.workspaceId, id)) return
    throw new AppError('conflict', 'The upload has become a document already.')
  }

  async #getRow(id: string): Promise<UploadRow> {
    // tus hands on whatever stands in the address.
    const isId = idSchema.safeParse(id).success
    const row = isId && (await withTenant(this.#ctx, (tx) => findUpload(tx, this.#ctx.workspaceId, id)))
    if (!row) throw new AppError('not_found', 'There is no such upload here.')
    return row
  }

  #key(id: string): string {
    return toUploadKey(this.#ctx.workspaceId, id)
  }

  #rowKey(id: string) {
    return { workspaceId: this.#ctx.workspaceId, id }
  }
}

async function* hashing(body: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const bytes of body) {
    hash.update(bytes)
    yield bytes
  }
}
