// Two members at once: nobody is answered twice, who is called is told, and what was missed is shown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, join, mention, openHouse, threadOf } from './house.mjs'

test('two members answer the same person at the same moment, and one answer goes out', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  const theirs = await join(page, server, 'Tarik Wenzel', 'member')
  await connect(page, server, brand)
  const asked = await mention(rosa, brand, `@${brand.session.handle} is the lift in Port Velle running?`)
  const both = [page, theirs]
  for (const one of both) {
    await one.goto(`${server.address}/inbox?view=all`)
    await one.locator('#rows a.row', { hasText: 'Port Velle' }).click()
    await one.locator('#reply-text').waitFor()
  }
  await page.fill('#reply-text', 'Yes, since noon. Mara')
  await theirs.locator('#thread', { hasText: 'Mara Lind is writing an answer' }).waitFor()
  await theirs.fill('#reply-text', 'It is, since noon. Tarik')
  await Promise.all(both.map((one) => one.locator('#reply-form button.main').click()))

  const said = async () => (await threadOf(rosa, asked.uri)).replies.map((reply) => reply.post.record.text)
  await eventually(async () => assert.equal((await said()).length, 1))
  const [sent] = await said()
  const [winner, other] = sent.includes('Mara') ? both : [theirs, page]
  await other.locator('#stale, #begun', { hasText: sent }).waitFor()
  assert.match(await other.inputValue('#reply-text'), /since noon/, 'the words of the other are not lost')
  await winner.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  await other.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  assert.equal((await said()).length, 1, 'and still one, when both have been delivered what there is')
  assert.deepEqual([...page.problems, ...theirs.problems], [])
})

test('an answer is seen while it is written, taken over, and sent by whoever has it then', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  const theirs = await join(page, server, 'Tarik Wenzel', 'member')
  await connect(page, server, brand)
  const asked = await mention(rosa, brand, `@${brand.session.handle} is the lift in Port Velle running?`)
  for (const one of [page, theirs]) {
    await one.goto(`${server.address}/inbox?view=all`)
    await one.locator('#rows a.row', { hasText: 'Port Velle' }).click()
    await one.locator('#reply-text').waitFor()
  }
  await page.fill('#reply-text', 'Yes, since')
  await theirs.locator('#begun', { hasText: 'Mara Lind is writing the answer' }).waitFor()
  assert.equal(await theirs.locator('#reply-text').isVisible(), false)
  await page.fill('#reply-text', 'Yes, since noon')
  await theirs.locator('#begun blockquote', { hasText: 'Yes, since noon' }).waitFor()
  assert.deepEqual(await axe(theirs), [])
  await theirs.keyboard.press('r')
  await theirs.keyboard.press('Enter')
  await theirs.locator('#reply-text').waitFor()
  await eventually(async () => assert.equal(await theirs.inputValue('#reply-text'), 'Yes, since noon'))

  await page.locator('#begun', { hasText: 'Tarik Wenzel is writing the answer' }).waitFor()
  await page.locator('[data-notices]:visible', { hasText: '1' }).first().waitFor()
  // Whoever writes beside it takes it back behind their own words, and none is lost.
  await page.evaluate(() => { document.querySelector('#reply-text').value = 'Hello Rosa.' })
  await page.locator('#begun button', { hasText: 'Take it over' }).click()
  await page.locator('#begun').waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await page.inputValue('#reply-text'), 'Hello Rosa.\n\nYes, since noon'))
  await theirs.locator('#begun blockquote', { hasText: 'Hello Rosa.' }).waitFor()
  await theirs.locator('#begun button', { hasText: 'Take it over' }).click()
  await theirs.locator('#reply-text').waitFor()

  await theirs.fill('#reply-text', 'Yes, since noon. Tarik')
  await theirs.keyboard.press('Control+Enter')
  await theirs.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  await page.locator('#reply-text').waitFor()
  assert.equal(await page.locator('#begun').count(), 0)
  const { replies } = await threadOf(rosa, asked.uri)
  assert.deepEqual(replies.map((reply) => reply.post.record.text), ['Yes, since noon. Tarik'])
  assert.deepEqual([...page.problems, ...theirs.problems], [])
})

test('a note calls a colleague, who is told while their page is open', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  const theirs = await join(page, server, 'Tarik Wenzel', 'member')
  await connect(page, server, brand)
  await mention(rosa, brand, `@${brand.session.handle} where is the ramp?`)
  await page.goto(`${server.address}/inbox?view=all`)
  await page.locator('#rows a.row', { hasText: 'ramp' }).click()
  await page.locator('#reply-text').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('do you know, @')
  await page.locator('dialog.chooser').waitFor()
  await page.keyboard.type('tar')
  await page.keyboard.press('Enter')
  await page.keyboard.type('or who has it?')
  assert.equal(await page.inputValue('#note-text'), 'do you know, @Tarik or who has it?')
  await page.keyboard.press('Control+Enter')
  await page.locator('.note', { hasText: '@Tarik' }).waitFor()
  await theirs.locator('[data-notices]:not(#main):visible', { hasText: '1' }).first().waitFor()
  await theirs.goto(`${server.address}/notices`)
  await theirs.locator('main', { hasText: 'a colleague calls you in a note' }).waitFor()
  await page.goto(`${server.address}/notices`)
  await page.locator('main', { hasText: 'Nobody told you anything' }).waitFor()
  assert.deepEqual([...page.problems, ...theirs.problems], [])
})

test('a page whose connection was cut shows what it missed once it is back', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  const theirs = await join(page, server, 'Tarik Wenzel', 'member')
  await connect(page, server, brand)
  await mention(rosa, brand, `@${brand.session.handle} where is the ramp?`)
  const rows = () => theirs.locator('#rows a.row').count()
  await theirs.goto(`${server.address}/inbox?view=all`)
  await eventually(async () => assert.equal(await rows(), 1))
  await theirs.context().setOffline(true)
  for (const words of ['and the lift?', 'and the bus?']) {
    const person = await newPerson('somebody')
    await mention(person, brand, `@${brand.session.handle} ${words}`)
  }
  await page.goto(`${server.address}/inbox?view=all`)
  await eventually(async () => {
    await page.reload()
    assert.equal(await page.locator('#rows a.row').count(), 3)
  })
  assert.equal(await rows(), 1, 'what is cut off shows what it had')
  await theirs.context().setOffline(false)
  await eventually(async () => assert.equal(await rows(), 3))
  assert.deepEqual(page.problems, [])
})
