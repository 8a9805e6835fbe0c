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

  // Conversations that wait for us are tried until one has words to answer: the person reacts to any answer.
  await page.locator('#rows a.row').first().click()
  await page.locator('#reply-text').waitFor()
  const before = await page.locator('#thread article').count()
  await page.fill('#reply-text', 'Thank you for telling us. Somebody is on the way to you now.')
  await page.keyboard.press('Control+Enter')
  await page.locator('#thread .state', { hasText: /Goes out|Going out|Sending|Sent|Delivered/ }).waitFor()
  await page.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  await eventually(async () => {
    assert.ok(await page.locator('#thread article').count() > before + 1, 'the person has not reacted yet')
  }, { within: 90_000 })
  assert.deepEqual(page.problems, [])
})
