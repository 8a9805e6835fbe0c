// Pages in the languages of the interface: nothing English is left in them, nothing is wider than a phone, and what
// scripts say is in the same language.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, launchBrowser, openPage, startServer } from './harness.mjs'

const PAGES = [
  '/inbox', '/inbox?view=all', '/owed', '/commitments', '/floor', '/dials', '/dials/change', '/figures?by=mood', '/desks/communication', '/desks/marketing', '/desks/research',
  '/desks/service', '/desks/engagement', '/topics', '/topics/new', '/language', '/channels', '/members', '/me', '/me/notices', '/me/signatures',
  '/people', '/labels', '/rules', '/rules/new', '/macros', '/macros/new', '/saved-replies', '/saved-replies/new', '/facts', '/facts/new',
  '/statements', '/statements/new', '/corrections', '/studies', '/studies/new', '/insights', '/approval-policies',
  '/approval-policies/new', '/house-rules', '/notices', '/outgoing', '/teams', '/sla', '/sla/new', '/calendars', '/calendars/new', '/tokens', '/webhooks',
]

/** English words in a page that nobody wrote: the name of the channel, other names, words of people, queries and keys left out. */
const english = () => {
  const page = document.body.cloneNode(true)
  const ofOthers = 'script, style, template, [dir="auto"], bdi, code, kbd, pre, textarea, .mono, .said, .words, .saved-text, option[lang]'
  for (const part of page.querySelectorAll(ofOthers)) part.remove()
  const attributes = [...page.querySelectorAll('[aria-label], [placeholder], [title]')]
    .flatMap((one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''))
  const texts = [page.textContent ?? '', ...attributes].join(' \n ').replaceAll('The invented network', '').replace(/\s+/g, ' ')
  return [...texts.matchAll(/.{0,30}\b(your|nobody|whoever|there is|which|until|that|with|when|the|have|they)\b.{0,30}/gi)].map(([found]) => found)
}

for (const [locale, waiting, choose, password] of [
  ['de-DE', 'Wartet auf uns', 'Wer sich auskennt', 'Passwort'],
  ['fr-FR', 'En attente de nous', 'Qui s’y connaît', 'Mot de passe'],
]) {
  test(`every page speaks ${locale} to whoever reads so, also on a phone`, async (t) => {
    const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '7'] })
    const browser = await launchBrowser(t)
    const page = await openPage(browser, { locale, viewport: { width: 1280, height: 900 } })
    await page.goto(server.links()[0])
    await page.locator('#rows a.row').first().waitFor()
    const left = {}
    for (const path of PAGES) {
      await page.goto(`${server.address}${path}`)
      assert.equal(await page.getAttribute('html', 'lang'), locale.slice(0, 2))
      const found = await page.evaluate(english)
      if (found.length > 0) left[path] = found
    }
    assert.deepEqual(left, {})

    await page.goto(`${server.address}/inbox`)
    await page.locator('h1', { hasText: waiting }).waitFor()
    await page.locator('#rows a.row').first().click()
    await page.locator('#reply-text').waitFor()
    await page.locator('#thread .words').first().waitFor()
    assert.deepEqual(await page.evaluate(english), [])
    assert.deepEqual(await axe(page), [])
    await page.keyboard.press('Escape')
    await page.keyboard.press(';')
    await page.locator('dialog', { hasText: choose }).waitFor()

    await page.setViewportSize({ width: 390, height: 800 })
    for (const path of ['/inbox', '/me', '/desks/engagement', '/rules/new', '/owed', '/floor']) {
      await page.goto(`${server.address}${path}`)
      await eventually(async () => {
        const [shown, whole] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])
        assert.ok(whole <= shown, `${path} is ${whole} wide of ${shown}`)
      })
    }
    const stranger = await openPage(browser, { locale })
    await stranger.goto(`${server.address}/sign-in`)
    await stranger.locator('label', { hasText: password }).first().waitFor()
    assert.deepEqual([...page.problems, ...stranger.problems], [])
  })
}
