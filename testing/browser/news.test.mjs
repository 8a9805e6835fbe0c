// How one is told: chosen on its page, and shown by a browser that was woken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson, openPage } from './harness.mjs'
import { connect, join, mention, openHouse } from './house.mjs'

/** Wakes the service worker as a push service would, without a word. */
async function wake(page, address) {
  const devtools = await page.context().newCDPSession(page)
  const registered = new Promise((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((one) => one.scopeURL === `${address}/` && !one.isDeleted)
      if (ours) resolve(ours.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: address, registrationId, data: '' })
  await devtools.detach()
}

/** What the browser shows now: its words, and where a press leads. */
const shown = (page) => page.evaluate(async () => {
  const notes = await (await navigator.serviceWorker.ready).getNotifications()
  return notes.map((note) => [note.title, note.data.path])
})

test('one chooses how one is told, and a browser that is woken shows what there is in our words', async (t) => {
  const brand = await newPerson('brand')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
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
  await mention(await newPerson('somebody'), brand, `@${brand.session.handle} Where is the ramp?`)
  const row = page.locator('#rows a.row')
  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all`)
    assert.equal(await row.count(), 1)
  })
  await row.click()
  await page.locator('#reply-text').waitFor()
  await page.keyboard.press('n')
  await page.locator('#note-text').waitFor()
  await page.fill('#note-text', 'do you know, @Ewa Brandt?')
  await page.keyboard.press('Control+Enter')
  await page.locator('.note', { hasText: '@Ewa' }).waitFor()

  await wake(ewa, server.address)
  const [title, path] = await eventually(async () => {
    const notes = await shown(ewa)
    assert.equal(notes.length, 1)
    return notes[0]
  })
  assert.equal(title, 'A colleague calls you in a note', 'our words, and none of anybody’s')
  assert.match(path, /^\/inbox\/\d+\?view=all$/)

  // What was shown is not shown again, and what was seen is not shown at all.
  await ewa.evaluate(async () => {
    for (const note of await (await navigator.serviceWorker.ready).getNotifications()) note.close()
  })
  await wake(ewa, server.address)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  assert.deepEqual(await shown(ewa), [])
  assert.deepEqual(ewa.problems, [], 'the policy allows the worker')

  // Without scripts the page chooses all the same.
  const plain = await openPage(page.context().browser(), { javaScriptEnabled: false, storageState: await ewa.context().storageState() })
  await plain.goto(`${server.address}/me/notices`)
  await plain.uncheck('input[name=browser][value=due]')
  await plain.click('main form button:has-text("Keep it")')
  await plain.locator('[role=status]', { hasText: 'It is kept' }).waitFor()
  assert.equal(await plain.isChecked('input[name=browser][value=due]'), false)
})
