/**
 * One value per process and name. Next keeps up to three copies of each module (instrumentation, routes, pages), so
 * module-level variables are not shared; `globalThis` is.
 *
 * @param create called once, on the first use of `name`.
 */
export function processState<T>(name: string, create: () => T): T {
  const key = Symbol.for(`footnote.${name}`)
  const holder = globalThis as unknown as Record<symbol, T | undefined>
  holder[key] ??= create()
  return holder[key]
}
