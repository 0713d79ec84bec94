import { KeptFiles } from './kept-files.ts'

// The database's code comes when a file is to be kept or looked for: the first drawing does not wait for it.
const load = () => import('./kept-store.ts')

/** The files that this browser keeps. */
export const keptFiles = new KeptFiles({
  list: async (owner) => (await load()).listKeptFiles(owner, Date.now()),
  put: async (kept) => (await load()).putKeptFile(kept),
  delete: async (id) => (await load()).deleteKeptFile(id),
})

/** Signing out takes all files of the person away, of every workspace. */
export async function forgetKeptFiles(userId: string): Promise<void> {
  await (await load()).clearKeptFiles(userId).catch(() => undefined)
}
