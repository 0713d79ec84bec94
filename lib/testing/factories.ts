// What tests and the seed make: the same services that a sign-up goes through, without the mail between.
import type { WorkspaceContext } from '#lib/auth/context.ts'
import { hashPassword } from '#lib/auth/index.ts'
import type { PlanKey } from '#lib/billing/schema.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { createId } from '#lib/platform/id.ts'
import { type CompletedSignUp, createPerson } from '#lib/workspaces/index.ts'

/** The password of every person that a factory makes. */
export const TEST_PASSWORD = 'seven quiet otters read'

export interface TestUser extends CompletedSignUp {
  name: string
  password: string
}

/** Somebody with a verified address and a personal Free workspace. */
export async function createUser(
  input: { email?: string; name?: string; password?: string } = {},
): Promise<TestUser> {
  const { name = 'Ada Example', password = TEST_PASSWORD } = input
  const email = input.email ?? `ada-${createId()}@example.com`
  const passwordHash = await (input.password ? hashPassword(password) : testPasswordHash())
  const person = await withPlatform('seed', (tx) => createPerson(tx, { email, name, passwordHash }))
  return { ...person, name, password }
}

/** A person in a workspace of the given plan, as services see them. The plan is the account's own from the start. */
export async function createWorkspace(
  input: { plan?: PlanKey; name?: string } = {},
): Promise<WorkspaceContext & { userId: string; slug: string; user: TestUser }> {
  const { plan = 'free', name = 'Ada Example' } = input
  const email = `ada-${createId()}@example.com`
  const passwordHash = await testPasswordHash()
  const person = await withPlatform('seed', (tx) =>
    createPerson(tx, { email, name, passwordHash, planKey: plan }),
  )
  const { workspaceId, userId, slug } = person
  const user = { ...person, name, password: TEST_PASSWORD }
  return { workspaceId, userId, role: 'owner', surface: 'web', requestId: createId(), slug, user }
}

// One slow hash for all of them; the tests of passwords make their own.
let sharedHash: Promise<string> | null = null
function testPasswordHash(): Promise<string> {
  sharedHash ??= hashPassword(TEST_PASSWORD)
  return sharedHash
}
