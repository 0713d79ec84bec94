import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { PASSWORD, signUpByApi } from './fixtures/api.ts'
import { readMailedToken } from './fixtures/mailbox.ts'
import { expect, test } from './fixtures/test.ts'

const SAMPLE = 'Elderwick annual report.pdf'

async function signUp(page: Page): Promise<string> {
  const email = `${randomUUID()}@example.com`
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  return email
}

/** Keeps our code from the page until it is let go: what a person does before that must not be lost. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await held
    await route.continue()
  })
  return release
}

test('whoever came for the sample lands at a question about it, also by a link opened in another browser', async ({
  page,
  browser,
  baseURL,
  complaints,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Try it on a sample report' }).click()
  await expect(page.getByText('You will start with the sample report')).toBeVisible()
  const email = await signUp(page)

  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  const elsewhere = await context.newPage()
  await elsewhere.goto(`/verify-email?token=${await readMailedToken(email)}`)
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await elsewhere.getByRole('button', { name: 'Confirm' }).click()
  await expect(elsewhere).toHaveURL(/\/w\/[^/]+\/chat\?document=/, { timeout: 60_000 })
  await elsewhere
    .getByRole('button', { name: 'Who was elected to chair the board?' })
    .click({ timeout: 60_000 })
  await expect(elsewhere.getByRole('button', { name: /^Footnote 1: / }).first()).toBeVisible({
    timeout: 30_000,
  })

  // The same wish once more finds the sample there and adds none.
  await elsewhere.goto('/sign-up?start=sample')
  await expect(elsewhere).toHaveURL(/\/chat\?document=/)
  await elsewhere.getByRole('link', { name: 'Documents', exact: false }).first().click()
  await expect(elsewhere.getByRole('row').filter({ hasText: SAMPLE })).toHaveCount(1)
  await context.close()
  expect(complaints).toEqual([])
})

test('the development mailbox leads back to the sign-up, which is as it was left', async ({ page }) => {
  await page.goto('/sign-up?start=sample')
  const email = await signUp(page)
  await expect(page.getByText('no mail leaves this machine')).toBeVisible()
  await page.getByRole('link', { name: 'Open the mailbox' }).click()
  await page.getByRole('link', { name: 'Back to the sign-up' }).click()
  await expect(page).toHaveURL(/\/sign-up\?start=sample$/)
  await expect(page.getByText(email)).toBeVisible()
  await page.getByRole('button', { name: 'Write another one' }).click()
  await expect(page.getByLabel('E-mail')).toBeVisible()
})

test('the mailbox leads nowhere but to our own pages', async ({ page }) => {
  await page.goto('/dev/mail?from=https://evil.example')
  await expect(page.getByRole('link', { name: 'Back to Footnote' })).toHaveAttribute('href', '/')
})

test('a file that is chosen before the page is ready is uploaded all the same', async ({
  page,
  documentsPage,
}) => {
  const release = await holdScripts(page)
  await page.goto(documentsPage.path, { waitUntil: 'domcontentloaded' })
  await documentsPage.upload({
    name: 'early.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# Early\n\nA note.'),
  })
  release()
  await documentsPage.waitUntilReady('early.md')
  await expect(documentsPage.row('early.md')).toHaveCount(1)
})

test('what is typed into the sign-in before the page is ready stays', async ({ page, baseURL }) => {
  const { email } = await signUpByApi(page.request, baseURL ?? '')
  await page.context().clearCookies()
  const release = await holdScripts(page)
  await page.goto('/sign-in', { waitUntil: 'domcontentloaded' })
  await page.getByLabel('E-mail').fill(email)
  release()
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password is not right.' })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
})

for (const [path, name] of [
  ['/sign-up', 'Create the account'],
  ['/sign-in', 'Sign in'],
] as const) {
  test(`the form of ${path} cannot be sent before its code is there, which would empty it`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' })
    const page = await context.newPage()
    await page.goto(path)
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled()
    await context.close()
  })
}
