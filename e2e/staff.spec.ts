import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PASSWORD, signUpByApi } from './fixtures/api.ts'
import { makeStaffLink } from './fixtures/staff-link.ts'
import { expect, test } from './fixtures/test.ts'

test('the printed link makes one person staff, who grants a plan request', async ({
  page,
  browser,
  baseURL: given,
  complaints,
}) => {
  const baseURL = given ?? ''
  // Somebody wants a larger plan.
  const customer = await browser.newContext({ baseURL })
  const asking = await signUpByApi(customer.request, baseURL)
  const headers = { origin: baseURL, 'x-workspace-id': asking.workspaceId }
  const asked = await customer.request.post('/api/plan-requests', { headers, data: { planKey: 'pro' } })
  expect(asked.ok()).toBe(true)

  // The operator has an account, is signed out, and opens the link twice: looking uses nothing up.
  const { email, slug } = await signUpByApi(page.request, baseURL)
  await page.context().clearCookies()
  const link = await makeStaffLink()
  await page.goto(link)
  await expect(page).toHaveURL(/\/staff-setup$/)
  await page.goto(link)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/staff-setup/)
  await expect(page.getByText(email)).toBeVisible()
  await page.getByRole('button', { name: 'Become staff' }).click()
  await expect(page.getByRole('heading', { name: 'You are staff now' })).toBeVisible()

  await page.goto(`/w/${slug}/documents`)
  await page.getByRole('button', { name: /’s workspace$/ }).click()
  await page.getByRole('menuitem', { name: 'Staff' }).click()
  await expect(page.getByRole('heading', { name: 'Usage and cost' })).toBeVisible()

  await page.getByRole('link', { name: 'Plan requests' }).click()
  const row = page.getByRole('row').filter({ hasText: asking.email })
  await expect(row).toContainText('Free → Pro')
  await row.getByRole('button', { name: 'Grant' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Grant it' }).click()
  await expect(row).toHaveCount(0)
  const me = await (await customer.request.get('/api/user/me', { headers })).json()
  expect(me.active.plan.key).toBe('pro')

  await page.getByRole('link', { name: 'Audit log' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Granted a plan request' }).first()).toContainText(
    email,
  )

  // The link is dead, and what it opened is not there for anybody else.
  const late = await customer.newPage()
  await late.goto(link)
  await late.getByRole('button', { name: 'Become staff' }).click()
  await expect(late.getByText('This link no longer works')).toBeVisible()
  expect((await late.goto('/admin'))?.status()).toBe(404)
  await customer.close()
  // Whoever may read the logs may not become staff by that.
  const logs = path.join(process.env.FOOTNOTE_DATA_DIR ?? '.data', 'logs')
  const token = new URL(link, baseURL).searchParams.get('token') ?? ''
  for (const name of await readdir(logs)) {
    expect([name, (await readFile(path.join(logs, name), 'utf8')).includes(token)]).toEqual([name, false])
  }
  expect(complaints).toEqual([])
})

test('staff give credits and an override, with a reason that the log keeps', async ({
  page,
  browser,
  baseURL: given,
}) => {
  const baseURL = given ?? ''
  const customer = await browser.newContext({ baseURL })
  const { workspaceId } = await signUpByApi(customer.request, baseURL)
  await signUpByApi(page.request, baseURL)
  await page.goto(await makeStaffLink())
  await page.getByRole('button', { name: 'Become staff' }).click()
  await page.getByRole('link', { name: 'Go to the pages for staff' }).click()

  await page.goto(`/admin/workspaces?q=${workspaceId}`)
  await page.getByRole('row').nth(1).getByRole('link').click()
  await page.getByRole('button', { name: 'Give credits' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Credits', { exact: true }).fill('25')
  await dialog.getByRole('button', { name: 'Give the credits' }).click()
  await expect(dialog.getByText('Say why, in a few words.')).toBeVisible()
  await dialog.getByLabel('Reason, for the audit log').fill('for the outage')
  await dialog.getByRole('button', { name: 'Give the credits' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Credits given by staff' }).first()).toContainText(
    '25',
  )

  await page.getByRole('button', { name: 'Add an override' }).click()
  await dialog.getByLabel('What').selectOption('documents')
  await dialog.getByLabel('Value').fill('-3')
  await dialog.getByLabel('Reason, for the audit log').fill('a pilot')
  await dialog.getByRole('button', { name: 'Add the override' }).click()
  await expect(dialog.getByText('A limit is at least 0.')).toBeVisible()
  await dialog.getByLabel('Value').fill('7')
  await dialog.getByRole('button', { name: 'Add the override' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'a pilot' }).first()).toContainText('active')

  const headers = { 'x-workspace-id': workspaceId }
  const me = await (await customer.request.get('/api/user/me', { headers })).json()
  expect([me.active.limits.documents, me.active.usage.credits.granted]).toEqual([7, expect.any(Number)])
  const log = page.getByRole('region', { name: 'What staff did here' })
  await expect(log.getByRole('row').filter({ hasText: 'for the outage' })).toContainText('available: 50 → 75')
  await customer.close()
})
