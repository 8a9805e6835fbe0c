// What a newcomer does first: opens the demo, listens, answers, and sees the person react.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, launchBrowser, openPage, startServer } from './harness.mjs'

test('a newcomer sees people speak, answers one, sees the answer arrive and the person react', async (t) => {
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '7'] })
  assert.ok(server.links().some((link) => link.endsWith('/enter')), 'the demo prints where to enter')
  const page = await openPage(await launchBrowser(t), { viewport: { width: 1440, height: 900 } })
  await page.goto(server.links()[0])
  await page.locator('.demo-banner', { hasText: 'made up' }).waitFor()

  // People speak: somebody new comes by without a reload.
  const position = Number(await page.getAttribute('#main', 'data-position'))
  assert.ok(position > 0)
  await eventually(async () => assert.ok(Number(await page.getAttribute('#main', 'data-position')) > position))

  // Most people react to an answer within seconds; some have nothing to add, so up to three are answered.
  let reacted = false
  for (let row = 0; row < 3 && !reacted; row += 1) {
    await page.goto(`${server.address}/inbox`)
    await page.locator('#rows a.row').nth(row).click()
    await page.locator('#reply-text').waitFor()
    const before = await page.locator('#thread article').count()
    await page.fill('#reply-text', 'Thank you for telling us. Somebody is on the way to you now.')
    await page.keyboard.press('Control+Enter')
    await page.locator('#thread .state', { hasText: /Goes out|Going out|Sending|Sent|Delivered/ }).first().waitFor()
    await page.locator('#thread .state', { hasText: 'Delivered' }).first().waitFor()
    reacted = await eventually(async () => {
      assert.ok(await page.locator('#thread article').count() > before + 1)
      return true
    }, { within: 45_000 }).catch(() => false)
  }
  assert.ok(reacted, 'nobody reacted to an answer')
  assert.deepEqual(page.problems, [])
})

test('the floor fills by itself, a table leads to its conversations, and keys lead back', async (t) => {
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '7'] })
  const page = await openPage(await launchBrowser(t), { viewport: { width: 1440, height: 900 } })
  await page.goto(server.links()[0])
  await page.locator('#rows a.row').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await page.waitForURL('**/floor')

  // Nothing is loaded anew: the mark that the test makes stays while the room changes.
  await page.evaluate(() => { document.body.dataset.mark = 'same page' })
  const said = () => page.locator('.rising li').evaluateAll((all) => all.map((each) => each.getAttribute('data-key')).join())
  const before = await said()
  // The patience is of the demo: some of its people speak where nobody hears, or of what nobody asked for.
  await eventually(async () => assert.notEqual(await said(), before), { within: 120_000 })
  assert.equal(await page.evaluate(() => document.body.dataset.mark), 'same page')

  // The same people in the picture and in the table.
  const seated = await page.locator('.room.wide .table .count').evaluateAll((all) => all.map((each) => Number(each.textContent)))
  assert.ok(seated.length > 1 && seated.every((count) => count > 0))

  const fullest = page.locator('.room.wide a.table').first()
  const name = (await fullest.getAttribute('aria-label')).split(',')[0]
  await fullest.click()
  await page.waitForURL('**/inbox?view=all&q=topic*')
  await page.locator('#rows a.row .tag', { hasText: name }).first().waitFor()
  assert.deepEqual(page.problems, [])
})
