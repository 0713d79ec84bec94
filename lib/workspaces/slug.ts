const MAX_CHARACTERS = 40

/**
 * A readable address for a workspace: lower-case letters and digits of any name, with dashes between.
 *
 * @returns `workspace` when nothing of the name can stand in an address.
 */
export function toSlug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_CHARACTERS)
    .replace(/^-+|-+$/g, '')
  return slug || 'workspace'
}
