/** Where bytes on their way in lie. */
export function toUploadKey(workspaceId: string, uploadId: string): string {
  return `${workspaceId}/uploads/${uploadId}`
}

/** Where stored bytes lie: once per workspace and content. */
export function toBlobKey(workspaceId: string, sha256: string): string {
  return `${workspaceId}/blobs/${sha256}`
}
