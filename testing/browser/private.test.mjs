// Going on in private: a message that only the person reads, a line in the open behind it, and their answer in the same place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, launchBrowser, openPage, startServer } from './harness.mjs'

test('a talk moves to private, the line follows, and the person answers there', async (t) => {
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '7'] })
  const page = await openPage(await launchBrowser(t), { viewport: { width: 1440, height: 900 } })
  await page.goto(server.links()[0])

  // Some take no private messages, and some have nothing to add: up to five are written to.
  let answered = false
  for (let row = 0; row < 5 && !answered; row += 1) {
    await page.goto(`${server.address}/inbox`)
    await page.locator('#rows a.row').nth(row).click()
    await page.locator('#reply-text').waitFor()
    if (await page.locator('#private-line').count() === 0) continue
    await page.keyboard.press('Escape')
    await page.keyboard.press('v')
    await page.waitForFunction(() => document.activeElement?.id === 'private-text')
    assert.notEqual(await page.inputValue('#private-line'), '')
    if (row === 0) assert.deepEqual(await axe(page), [])
    await page.fill('#private-text', 'Please tell us your number here.')
    await page.keyboard.press('Control+Enter')
    const message = page.locator('#thread .msg.ours.between').last()
    await message.waitFor()
    const taken = await eventually(async () => {
      const state = await message.getAttribute('data-state')
      assert.ok(['sent', 'delivered', 'failed_final'].includes(state), state)
      return state !== 'failed_final'
    }, { within: 45_000 })
    if (!taken) {
      await page.locator('#thread', { hasText: 'offer another way' }).waitFor()
      continue
    }
    await page.locator('#thread .msg.ours:not(.between)[data-state=delivered]').last().waitFor({ timeout: 45_000 })
    answered = await page.locator('#thread .msg.in.between').first().waitFor({ timeout: 45_000 }).then(() => true, () => false)
  }
  assert.ok(answered, 'nobody answered in private')
  await page.locator('#thread .msg.in.between', { hasText: 'In private' }).first().waitFor()
  assert.deepEqual(await axe(page), [])

  // In the open only by a tick.
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  assert.ok(await page.locator('[name=open]').isVisible())
  assert.equal(await page.locator('[name=open]').isChecked(), false)
  await page.setViewportSize({ width: 390, height: 844 })
  assert.deepEqual(await axe(page), [])
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  assert.equal(isWide, false, 'it fits a phone')
  assert.deepEqual(page.problems, [])
})
