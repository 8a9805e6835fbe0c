// How one is told: chosen on its page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, openPage } from './harness.mjs'
import { join, openHouse } from './house.mjs'

test('one chooses how one is told, with scripts and without, and the policy allows the worker', async (t) => {
  const { server, page } = await openHouse(t)
  const ewa = await join(page, server, 'Ewa Brandt', 'member')

  await ewa.goto(`${server.address}/me`)
  await ewa.click('main a[href="/me/notices"]')
  await ewa.locator('h1', { hasText: 'How you are told' }).waitFor()
  assert.deepEqual(await axe(ewa), [])
  assert.match(await ewa.textContent('#mail'), /No mail is set up here/)
  await ewa.check('input[name=browser][value=due]')
  await ewa.locator('input[name=quiet_from]').first().fill('22:00')
  await ewa.locator('input[name=quiet_to]').first().fill('22:30')
  await ewa.click('main form button:has-text("Keep it")')
  await ewa.locator('[role=alert]', { hasText: 'on which days' }).waitFor()
  assert.equal(await ewa.locator('input[name=quiet_from]').first().inputValue(), '22:00', 'what was typed is still there')
  await ewa.check('input[name=quiet_day][value="0-sunday"]')
  await ewa.click('main form button:has-text("Keep it")')
  await ewa.locator('[role=status]', { hasText: 'It is kept' }).waitFor()
  assert.equal(await ewa.locator('input[name=quiet_from]').count(), 2, 'another one can be added')
  assert.equal(await ewa.isChecked('input[name=browser][value=due]'), true)

  await ewa.context().grantPermissions(['notifications'], { origin: server.address })
  await ewa.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js', { scope: '/' })
    await navigator.serviceWorker.ready
  })
  assert.deepEqual(ewa.problems, [], 'the policy allows the worker')

  // Without scripts the page chooses all the same.
  const plain = await openPage(page.context().browser(), { javaScriptEnabled: false, storageState: await ewa.context().storageState() })
  await plain.goto(`${server.address}/me/notices`)
  await plain.uncheck('input[name=browser][value=due]')
  await plain.click('main form button:has-text("Keep it")')
  await plain.locator('[role=status]', { hasText: 'It is kept' }).waitFor()
  assert.equal(await plain.isChecked('input[name=browser][value=due]'), false)
})
