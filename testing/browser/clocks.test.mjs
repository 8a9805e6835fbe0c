// Clocks: set by a policy on its page, ticking on the row and in the thread, too late without a reload, and saying why.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse } from './house.mjs'

test('an SLA policy is made, its clock ticks on the row, and a miss shows without a reload', async (t) => {
  const brand = await newPerson('brand')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)

  await page.goto(`${server.address}/calendars/new`)
  await page.fill('[name=name]', 'Day and night')
  await page.fill('#day-0', '22:00-06:00')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('[role=alert]', { hasText: 'Monday' }).waitFor()
  for (let day = 0; day < 7; day++) await page.fill(`#day-${day}`, 'all day')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('.cards h2', { hasText: 'Day and night' }).waitFor()
  assert.deepEqual(await axe(page), [])

  await page.goto(`${server.address}/sla/new`)
  await page.fill('[name=name]', 'Everybody')
  await page.fill('[name=first_response]', '1 min')
  await page.fill('[name=resolution]', '8 h')
  await page.uncheck('[name=needs_reply_only]')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('.cards h2', { hasText: 'Everybody' }).waitFor()
  assert.match(await page.textContent('.cards'), /hours of Day and night, the usual ones/)
  assert.deepEqual(await axe(page), [])

  await mention(await newPerson('somebody'), brand, `@${brand.session.handle} Where is the ramp?`)
  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all&order=urgent`)
    assert.equal(await page.locator('#rows a.row .sla').count(), 1)
  })
  await page.evaluate(() => { globalThis.isSamePage = true })
  await page.locator('#rows .sla', { hasText: 'under 1 min left' }).waitFor()
  await page.locator('#rows a.row').click()
  await page.locator('#thread .facts .sla', { hasText: 'left' }).waitFor()

  const isLate = { hasText: 'late', timeout: 90_000 }
  await page.locator('#rows .sla[data-sla=late]', isLate).waitFor(isLate)
  await page.locator('#thread .facts .sla[data-sla=late]', isLate).waitFor(isLate)
  assert.equal(await page.evaluate(() => globalThis.isSamePage), true, 'nothing was loaded anew')
  const why = page.locator('#context .clocks')
  assert.match(await why.textContent(), /First answer.*late.*1 min by Everybody, in the hours of Day and night/s)
  await why.locator('summary').click()
  await why.locator('li', { hasText: 'they wrote' }).waitFor()
  assert.deepEqual(await axe(page), [])

  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all&q=sla:missed`)
    assert.equal(await page.locator('#rows a.row').count(), 1)
  })
  assert.deepEqual(page.problems, [])
})
