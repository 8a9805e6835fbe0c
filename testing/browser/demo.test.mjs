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
