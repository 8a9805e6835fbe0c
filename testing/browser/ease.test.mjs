// What makes a day at the inbox easy or not: the focus stays where somebody works, nothing moves that nobody moved, a
// search shows what it found, fingers hit what they aim at.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, launchBrowser, openPage, startServer } from './harness.mjs'

const WIDE = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }

async function openDemo(t, options) {
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '7'] })
  const page = await openPage(await launchBrowser(t), options)
  await page.goto(server.links()[0])
  await page.locator('#rows a.row').first().waitFor()
  return { server, page }
}

/** What has the focus, in a few words. */
const focused = (page) => page.evaluate(() => {
  const { activeElement: it } = document
  return it === document.body ? 'nothing' : `${it.localName} ${it.className} ${it.textContent}`.replace(/\s+/g, ' ').trim()
})

/** Waits until an act is done: the page has said so. */
const done = (page, words = /./) => eventually(async () => assert.match(await page.textContent('#status'), words))

test('whoever works by keyboard keeps the focus through every act', async (t) => {
  const { server, page } = await openDemo(t, WIDE)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.locator('#thread .done-act').waitFor()

  // The row leaves the list; the one in its place is the next.
  const [id, after] = await page.locator('#rows a.row').evaluateAll((all) => all.slice(0, 2).map((row) => row.dataset.id))
  await page.keyboard.press('e')
  await done(page, /^Done/)
  await eventually(async () => assert.match(await focused(page), /^a row/))
  assert.notEqual(await page.evaluate(() => document.activeElement.dataset.id), id)
  const next = await page.evaluate(() => document.activeElement.dataset.id)
  await page.keyboard.press('j')
  await page.locator(`#thread[data-conversation="${next}"]`).waitFor()
  assert.ok(after)

  await page.keyboard.press('a')
  assert.match(await focused(page), /I take it/)
  await page.keyboard.press('Enter')
  await page.locator('#thread .facts', { hasText: 'with' }).waitFor()
  await eventually(async () => assert.match(await focused(page), /^summary .*Assign/))

  await page.locator('#thread .done-act').focus()
  await page.keyboard.press('Enter')
  await page.locator('#thread .done-act', { hasText: 'Reopen' }).waitFor()
  assert.match(await focused(page), /Reopen/)

  // A label that is taken off leaves the focus among the labels.
  await page.fill('#label-name', 'quiet corner')
  await page.keyboard.press('Enter')
  const off = page.locator('.labels li', { hasText: 'quiet corner' }).locator('button')
  await off.waitFor()
  await off.focus()
  await page.keyboard.press('Enter')
  await off.waitFor({ state: 'detached' })
  await eventually(async () => assert.ok(await page.evaluate(() => document.activeElement.closest('.labels') !== null)))

  await page.goto(`${server.address}/members`)
  const set = page.locator('main button', { hasText: 'Set' }).first()
  await set.focus()
  await page.keyboard.press('Enter')
  await done(page)
  assert.match(await focused(page), /Set/)
  assert.deepEqual(page.problems, [])
})

test('the help for keys takes the focus, gives it back, and the keys it lists lead where it says', async (t) => {
  const { page } = await openDemo(t, WIDE)
  await page.keyboard.press('j')
  const row = await focused(page)
  await page.keyboard.press('?')
  await page.locator('#keys-help').waitFor()
  assert.match(await focused(page), /Close/)
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Escape')
  await page.locator('#keys-help').waitFor({ state: 'hidden' })
  assert.equal(await focused(page), row)

  await page.keyboard.press('o')
  await page.locator('#reply-text').waitFor()
  for (const [key, place] of [['r', '#reply-text'], ['n', '#note-text'], ['l', '#label-name'], ['/', '#find']]) {
    await page.keyboard.press(key)
    assert.ok(await page.locator(place).evaluate((it) => it === document.activeElement), key)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('i')
  assert.ok(await page.evaluate(() => document.activeElement.closest('#context') !== null), 'i leads to the person')
  await page.keyboard.press('s')
  assert.ok(await page.evaluate(() => document.activeElement.closest('#snooze') !== null), 's unfolds the times')
  await page.keyboard.press('Escape')
  for (const [key, place] of [['f', '/floor'], ['t', '/topics'], ['c', '/channels'], ['m', '/members'], ['i', '/inbox']]) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.waitForURL(`**${place}`)
  }
  assert.deepEqual(page.problems, [])
})

test('panes scroll and the page does not, whatever is open', async (t) => {
  // Low, so that what is read aloud only lies below the window in every pane.
  for (const options of [{ viewport: { width: 1440, height: 560 } }, { viewport: { width: 390, height: 560 } }]) {
    const { page } = await openDemo(t, options)
    await page.locator('#rows a.row').first().click()
    await page.locator('#thread .messages').waitFor()
    await page.evaluate(() => { for (const folded of document.querySelectorAll('#context details')) folded.open = true })
    const beyond = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    assert.ok(await beyond() <= 0, `the page is ${await beyond()} px taller than its window`)
    await page.evaluate(() => { location.hash = 'context' })
    assert.ok(await beyond() <= 0, `with the person shown it is ${await beyond()} px taller`)
  }
})

test('a search shows the words it found, stays in the bar, and one that cannot be read is put right in place', async (t) => {
  const { server, page } = await openDemo(t, WIDE)
  await page.goto(`${server.address}/inbox?view=all&q=train`)
  assert.equal(await page.inputValue('#find'), 'train')
  const marked = await page.locator('#rows a.row').evaluateAll((all) => all.map((row) => row.querySelector('mark')?.textContent.toLowerCase()))
  assert.ok(marked.length > 3)
  assert.deepEqual(new Set(marked), new Set(['train']))

  await page.fill('#find', 'train OR (lift')
  await page.keyboard.press('Enter')
  await page.locator('#list', { hasText: 'cannot be searched for' }).waitFor()
  assert.equal(await page.inputValue('#find'), 'train OR (lift')
  assert.deepEqual(await axe(page), [])
  await page.locator('#list a', { hasText: 'train OR (lift)' }).click()
  await page.locator('#rows a.row mark').first().waitFor()
  assert.equal(await page.inputValue('#find'), 'train OR (lift)')
  await page.click('#list a:has-text("Leave the search")')
  await page.locator('#list h1', { hasText: 'All conversations' }).waitFor()
  await page.waitForFunction(() => document.querySelector('#find').value === '')

  // From a topic to what it found.
  await page.goto(`${server.address}/topics`)
  await page.locator('main .figure a').first().click()
  await page.waitForURL('**/inbox?view=all&q=topic*')
  await page.locator('#rows a.row').first().waitFor()
  assert.deepEqual(page.problems, [])
})

test('on a phone everything that is pressed is large enough for a finger', async (t) => {
  const { server, page } = await openDemo(t, PHONE)
  await page.locator('#rows a.row').first().click()
  await page.locator('#composer').waitFor()
  const conversation = new URL(page.url()).pathname
  for (const where of ['/inbox', conversation, `${conversation}#context`, '/floor', '/topics/new', '/channels', '/members', '/me', '/tokens']) {
    await page.goto(server.address + where)
    const small = await page.evaluate(() => {
      const pressed = document.querySelectorAll('.nav a, .views a, .back, .btn, .labels button, summary, .find, main select, main input[type=text], main input[type=email]')
      return [...pressed].filter((it) => it.checkVisibility({ visibilityProperty: true })).flatMap((it) => {
        const { width, height } = it.getBoundingClientRect()
        return height < 43.5 || width < 24 ? [`${it.localName}.${it.className} “${it.textContent.trim().slice(0, 20)}” ${Math.round(width)} × ${Math.round(height)}`] : []
      })
    })
    assert.deepEqual(small, [], where)
  }
})
