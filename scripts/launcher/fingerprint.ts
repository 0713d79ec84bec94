import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A hash over names and contents of files and folders; tests and what we generate ourselves are left out. */
export function fingerprint(entries: string[]): string {
  const hash = createHash('sha256')
  for (const file of entries.flatMap(listFiles)) hash.update(file).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Whether `stampFile` says that `print` was the last one made. */
export function isStamped(stampFile: string, print: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === print
}

export function stamp(stampFile: string, print: string): void {
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, print)
}

function listFiles(entry: string): string[] {
  if (!existsSync(entry)) return []
  if (!statSync(entry).isDirectory()) return [entry]
  return readdirSync(entry)
    .sort()
    .map((name) => path.join(entry, name))
    .filter(
      (file) => !/\.test\.tsx?$|^lib\/platform\/db\/generated$|^lib\/testing$|^public\/pdfjs$/.test(file),
    )
    .flatMap(listFiles)
}
