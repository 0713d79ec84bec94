import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { insertDocument, insertUser, insertWorkspace } from '#lib/testing/factories/rows.ts'
import { getSqlState, isUniqueViolation, rawPool, withPlatform, withTenant, withUser } from './index.ts'

describe('withTenant', () => {
  it('keeps two tenants apart over 500 interleaved transactions on one small pool', async () => {
    const tenants = [await insertWorkspace(), await insertWorkspace()]
    for (const tenant of tenants) for (let i = 0; i < 3; i++) await insertDocument(tenant)

    const seen = await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        const tenant = tenants[i % 2]
        if (!tenant) throw new Error('unreachable')
        const rows = await withTenant(tenant, (tx) => tx.document.findMany({ select: { workspaceId: true } }))
        return rows.length === 3 && rows.every((row) => row.workspaceId === tenant.workspaceId)
      }),
    )
    expect(seen.every(Boolean)).toBe(true)
  })

  it('does not see a row of another workspace, even when asked for by its id', async () => {
    const mine = await insertWorkspace()
    const foreign = await insertWorkspace()
    const { documentId } = await insertDocument(foreign)
    const found = await withTenant(mine, (tx) => tx.document.findFirst({ where: { id: documentId } }))
    expect(found).toBeNull()
  })

  it('refuses to insert into another workspace', async () => {
    const mine = await insertWorkspace()
    const foreign = await insertWorkspace()
    const attempt = withTenant(mine, (tx) =>
      tx.workspaceStock.create({ data: { workspaceId: foreign.workspaceId, key: 'documents', value: 1 } }),
    )
    await expect(attempt).rejects.toSatisfy((error) => getSqlState(error) === '42501')
  })

  it('refuses to move a row into another workspace', async () => {
    const mine = await insertWorkspace()
    const foreign = await insertWorkspace()
    const { documentId } = await insertDocument(mine)
    const attempt = withTenant(
      mine,
      (tx) =>
        tx.$executeRaw`UPDATE document SET workspace_id = ${foreign.workspaceId}::uuid WHERE id = ${documentId}::uuid`,
    )
    await expect(attempt).rejects.toSatisfy((error) => getSqlState(error) === '42501')
  })

  it('changes no row of another workspace', async () => {
    const mine = await insertWorkspace()
    const foreign = await insertWorkspace()
    const { documentId } = await insertDocument(foreign, { name: 'before' })
    const { count } = await withTenant(mine, (tx) =>
      tx.document.updateMany({ where: { id: documentId }, data: { name: 'after' } }),
    )
    expect(count).toBe(0)
    expect(await ownerQuery('SELECT name FROM document WHERE id = $1', [documentId])).toEqual([
      { name: 'before' },
    ])
  })

  it('leaves nothing behind on the connection, neither after a commit nor after a failure', async () => {
    const tenant = await insertWorkspace()
    await insertDocument(tenant)
    await withTenant(tenant, (tx) => tx.document.count())
    await expect(
      withTenant(tenant, async () => {
        throw new Error('boom')
      }),
    ).rejects.toThrow('boom')
    await expect(rawPool().query('SELECT * FROM document')).rejects.toMatchObject({ code: '42501' })
    const { rows } = await rawPool().query(
      "SELECT current_user, coalesce(current_setting('app.workspace_id', true), '') AS workspace",
    )
    expect(rows).toEqual([{ current_user: 'footnote_app', workspace: '' }])
  })

  it('shows nothing of tenant data without a workspace', async () => {
    const tenant = await insertWorkspace()
    await insertDocument(tenant)
    expect(await withUser(tenant.userId ?? '', (tx) => tx.document.count())).toBe(0)
  })

  it('cannot change or remove what stands in the ledger or the audit', async () => {
    const tenant = await insertWorkspace()
    const id = createId()
    await withTenant(tenant, (tx) =>
      tx.auditEntry.create({ data: { workspaceId: tenant.workspaceId, id, action: 'test' } }),
    )
    const change = withTenant(tenant, (tx) => tx.auditEntry.updateMany({ data: { action: 'other' } }))
    await expect(change).rejects.toSatisfy((error) => getSqlState(error) === '42501')
    const remove = withTenant(tenant, (tx) => tx.usageEntry.deleteMany())
    await expect(remove).rejects.toSatisfy((error) => getSqlState(error) === '42501')
  })
})

describe('withUser', () => {
  it("shows a person's own account, memberships and workspaces, and nobody else's", async () => {
    const mine = await insertWorkspace()
    const second = await insertWorkspace({ userId: mine.userId ?? '' })
    await insertWorkspace()
    const own = await withUser(mine.userId ?? '', async (tx) => ({
      users: await tx.user.findMany({ select: { id: true } }),
      memberships: await tx.membership.count(),
      workspaces: await tx.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } }),
    }))
    expect(own).toEqual({
      users: [{ id: mine.userId }],
      memberships: 2,
      workspaces: [{ id: mine.workspaceId }, { id: second.workspaceId }],
    })
  })

  it('cannot read a password hash, not even the own one', async () => {
    const { id } = await insertUser()
    const attempt = withUser(id, (tx) => tx.user.findFirst({ select: { passwordHash: true } }))
    await expect(attempt).rejects.toSatisfy((error) => getSqlState(error) === '42501')
  })
})

describe('withPlatform', () => {
  it('reads across workspaces what its list grants', async () => {
    await insertWorkspace()
    await insertWorkspace()
    expect(await withPlatform('readiness', (tx) => tx.workspace.count())).toBeGreaterThanOrEqual(2)
  })

  it('cannot read documents, passages or messages', async () => {
    const denied = (error: unknown) => getSqlState(error) === '42501'
    await expect(withPlatform('readiness', (tx) => tx.document.count())).rejects.toSatisfy(denied)
    await expect(withPlatform('readiness', (tx) => tx.chunk.count())).rejects.toSatisfy(denied)
    await expect(withPlatform('readiness', (tx) => tx.message.count())).rejects.toSatisfy(denied)
  })
})

describe('a door', () => {
  it('throws when it is opened inside another one', async () => {
    const tenant = await insertWorkspace()
    const attempt = withTenant(tenant, () => withPlatform('readiness', (tx) => tx.workspace.count()))
    await expect(attempt).rejects.toThrow(/withPlatform\(readiness\) was opened inside withTenant/)
  })

  it('throws when another connection is used inside it', async () => {
    const tenant = await insertWorkspace()
    await expect(withTenant(tenant, () => rawPool().query('SELECT 1'))).rejects.toThrow(/inside withTenant/)
  })

  // Raised by name: the embedded database runs transactions one after another, so that two never wait for each other.
  it.each(['40P01', '40001'])(
    'says "unavailable" to whom the database chose in a conflict (%s)',
    async (state) => {
      const tenant = await insertWorkspace()
      const { documentId } = await insertDocument(tenant)
      await ownerQuery(`CREATE FUNCTION conflict_${state.toLowerCase()}() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '${state}'; END $$`)
      await ownerQuery(`CREATE TRIGGER conflict BEFORE UPDATE ON document FOR EACH ROW
      WHEN (OLD.id = '${documentId}'::uuid) EXECUTE FUNCTION conflict_${state.toLowerCase()}()`)
      const id = documentId
      const byOrm = withTenant(tenant, (tx) => tx.document.updateMany({ where: { id }, data: { name: 'b' } }))
      await expect(byOrm).rejects.toSatisfy((error) => isAppError(error, 'unavailable'))
      const raw = withTenant(
        tenant,
        (tx) => tx.$executeRaw`UPDATE document SET name = 'b' WHERE id = ${id}::uuid`,
      )
      await expect(raw).rejects.toSatisfy((error) => isAppError(error, 'unavailable'))
      await ownerQuery('DROP TRIGGER conflict ON document')
    },
  )

  it('says "unavailable" when its transaction took too long', async () => {
    const tenant = await insertWorkspace()
    const attempt = withTenant(tenant, async () => {
      throw Object.assign(new Error('Transaction already closed'), { code: 'P2028' })
    })
    await expect(attempt).rejects.toSatisfy((error) => isAppError(error, 'unavailable'))
  })
})

describe('isUniqueViolation', () => {
  it('knows the violation of the ORM and of raw SQL, and the name of the index', async () => {
    const tenant = await insertWorkspace()
    const stock = { workspaceId: tenant.workspaceId, key: 'documents', value: 1 }
    await withTenant(tenant, (tx) => tx.workspaceStock.create({ data: stock }))
    const attempts = [
      () => withTenant(tenant, (tx) => tx.workspaceStock.create({ data: stock })),
      () =>
        withTenant(
          tenant,
          (tx) =>
            tx.$executeRaw`INSERT INTO workspace_stock VALUES (${tenant.workspaceId}::uuid, 'documents', 1)`,
        ),
    ]
    for (const attempt of attempts) {
      const error: unknown = await attempt().catch((caught: unknown) => caught)
      expect(isUniqueViolation(error)).toBe(true)
      expect(isUniqueViolation(error, 'workspace_stock_pkey')).toBe(true)
      expect(isUniqueViolation(error, 'another_key')).toBe(false)
    }
  })

  it('is no for other errors', () => {
    expect(isUniqueViolation(new Error('unique'))).toBe(false)
    expect(isUniqueViolation(null)).toBe(false)
  })
})
