// The people who speak to us: found, made one by a stated ground and two again, and erased for good.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse } from './house.mjs'

test('two handles are made one person and two again, and one is erased with everything they said', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const ramp = await newPerson('ramp')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await mention(rosa, brand, `@${brand.session.handle} where is the zebra lift?`)
  await mention(ramp, brand, `@${brand.session.handle} and the giraffe ramp?`)
  await eventually(async () => {
    await page.goto(`${server.address}/people`)
    assert.equal(await page.locator('main li a[href^="/people/"]').count() >= 2, true)
  })
  await page.locator('main li a', { hasText: rosa.session.handle }).first().click()
  await page.waitForURL(/\/people\/\d+/)
  const person = page.url().split('#')[0]
  assert.deepEqual(await axe(page), [])
  const conversations = () => page.locator('main a[href^="/inbox/"]').count()
  const alone = await conversations()

  await page.fill('#find-same', ramp.session.handle)
  await page.keyboard.press('Enter')
  await page.locator('form.merge', { hasText: ramp.session.handle }).waitFor()
  await page.fill('#ground', 'They said so themselves.')
  await page.keyboard.press('Enter')
  await page.locator('main', { hasText: 'They said so themselves.' }).waitFor()
  assert.ok(await conversations() > alone, 'everything that both said stands on one page')
  await page.locator('button', { hasText: 'Take it back' }).click()
  await eventually(async () => { await page.goto(person); assert.equal(await conversations(), alone) })

  await page.goto(`${person}/erase`)
  assert.deepEqual(await axe(page), [])
  await page.fill('#erase-handle', 'somebody.else')
  await page.keyboard.press('Enter')
  await page.locator('[role=alert]', { hasText: 'handle' }).waitFor()
  await page.fill('#erase-handle', await page.locator('label[for=erase-handle] b').textContent())
  await page.keyboard.press('Enter')
  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all&q=zebra`)
    assert.equal(await page.locator('#rows a.row').count(), 0)
  })
  await page.goto(`${server.address}/people?q=${rosa.session.handle}`)
  assert.equal(await page.locator('main li a', { hasText: rosa.session.handle }).count(), 0)
  await page.goto(`${server.address}/inbox?view=all&q=giraffe`)
  assert.equal(await page.locator('#rows a.row').count(), 1, 'nobody else lost a word')
  assert.deepEqual(page.problems, [])
})
