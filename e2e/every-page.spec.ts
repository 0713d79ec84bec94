import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { makeStaffLink } from './fixtures/staff-link.ts'
import { expect, test } from './fixtures/test.ts'

const TEXT = '# Notes\n\nThe lighthouse was painted white in 1902. Its lamp burns oil.\n'

/** Every page that there is; `{slug}`, `{document}` and `{chat}` are filled in. */
const PAGES = [
  '/',
  '/pricing',
  '/sign-in',
  '/sign-up',
  '/verify-email',
  '/nowhere',
  '/dev/mail',
  '/dev/states',
  '/staff-setup',
  '/admin',
  '/admin?groupBy=workspace',
  '/admin/workspaces',
  '/admin/workspaces/{workspace}',
  '/admin/plan-requests',
  '/admin/jobs',
  '/admin/denials',
  '/admin/checks',
  '/admin/audit',
  '/w/{slug}/documents',
  '/w/{slug}/usage',
  '/w/{slug}/documents/{document}',
  '/w/{slug}/settings/billing',
  '/w/{slug}/chat',
  '/w/{slug}/chat/{chat}',
  '/w/{slug}/chat/{chat}?cite={cite}',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page has a serious finding of axe or a blocked resource (${colorScheme})`, async ({
    page,
    person,
    chatPage,
    addDocument,
    complaints,
  }) => {
    test.setTimeout(360_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const document = await addDocument('lighthouse.md', TEXT)
    await chatPage.goto()
    await chatPage.ask('When was the lighthouse painted white?')
    await chatPage.footnote(1).click({ timeout: 30_000 })
    await expect(page).toHaveURL(/cite=/)
    const url = new URL(page.url())
    await becomeStaff(page, person.workspaceId)
    const values = {
      slug: person.slug,
      workspace: person.workspaceId,
      document,
      chat: url.pathname.split('/').at(-1) ?? '',
      cite: url.searchParams.get('cite') ?? '',
    }
    for (const template of PAGES) {
      const path = template.replace(/\{(\w+)\}/g, (_, name: keyof typeof values) => values[name])
      await page.goto(path)
      await settle(page)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect.soft(serious.map(({ id, nodes }) => `${template}: ${id} ${nodes[0]?.html}`)).toEqual([])
      await page.setViewportSize({ width: 320, height: 800 })
      const overflow = await page.evaluate(
        () => window.document.documentElement.scrollWidth - window.innerWidth,
      )
      expect.soft(overflow, `${template} scrolls sideways at 320 px`).toBeLessThanOrEqual(0)
      // A page may clip what it does not scroll to: the last thing to press must be there whole.
      if (/chat(\/\{chat\})?$/.test(template))
        await expect.soft(page.getByRole('button', { name: 'Ask', exact: true })).toBeInViewport({ ratio: 1 })
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    expect(complaints).toEqual([])
  })
}

/** And leaves one of each behind that the pages for staff can show. */
async function becomeStaff(page: Page, workspaceId: string): Promise<void> {
  await page.goto(await makeStaffLink())
  await page.getByRole('button', { name: 'Become staff' }).click()
  await expect(page.getByRole('heading', { name: 'You are staff now' })).toBeVisible()
  const headers = { origin: new URL(page.url()).origin, 'x-workspace-id': workspaceId }
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(path, { headers, data })
    expect([path, answer.ok()]).toEqual([path, true])
  }
  const account = `/api/admin/workspaces/${workspaceId}`
  await post('/api/plan-requests', { planKey: 'pro', note: 'For the whole department.' })
  await post(`${account}/grants`, { credits: 2.5, reason: 'for the outage', expiresAt: null })
  await post(`${account}/overrides`, {
    key: 'documents',
    op: 'add',
    value: 2,
    reason: 'a pilot',
    expiresAt: null,
  })
}

async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('main').first()).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  await page.waitForLoadState('networkidle')
}
