// Care in sending: an answer is put off and stopped when they write before, and a brake holds what would go out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse, threadOf } from './house.mjs'

test('an answer is put off, stopped when they write before, and its author is told', async (t) => {
  const brand = await newPerson('brand')
  const lena = await newPerson('lena')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/inbox`)
  const said = await mention(lena, brand, `@${brand.session.handle} faehrt morgen ein Zug nach Moorkamp?`)
  await page.locator('#rows a.row', { hasText: 'Moorkamp' }).click()
  await page.locator('#reply-text').waitFor()
  await page.fill('#reply-text', 'Das wissen wir morgen frueh.')
  await page.click('#later summary')
  await page.locator('#later button', { hasText: 'Tomorrow' }).click()
  await page.locator('#thread .state', { hasText: 'Goes out' }).waitFor()
  assert.equal((await threadOf(lena, said.uri)).replies.length, 0)

  await page.goto(`${server.address}/outgoing`)
  await page.locator('h1', { hasText: 'One answer goes out later' }).waitFor()
  await mention(lena, brand, `@${brand.session.handle} hat sich erledigt, danke!`, { root: said, parent: said })
  await page.locator('h1', { hasText: 'Everything goes out at once' }).waitFor()

  await page.goto(`${server.address}/notices`)
  const told = page.locator('.card-row', { hasText: 'your answer was stopped' })
  await told.waitFor()
  await told.locator('h2 a').click()
  await page.locator('#thread .state', { hasText: 'Not sent: there was something new from' }).waitFor()
  await eventually(async () => assert.equal(await page.inputValue('#reply-text'), 'Das wissen wir morgen frueh.'))
  assert.equal((await threadOf(lena, said.uri)).replies.length, 1, 'only her own words stand there')
  assert.deepEqual(page.problems, [])
})

test('a brake holds what would go out, every page says so, and one answer is let go', async (t) => {
  const brand = await newPerson('brand')
  const nils = await newPerson('nils')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  const said = await mention(nils, brand, `@${brand.session.handle} was ist am Hallgrund los?`)
  await page.goto(`${server.address}/outgoing`)
  await page.fill('#stop-reason', 'Nothing before the control room has spoken.')
  await page.locator('form.stack button').click()
  await page.locator('.stop', { hasText: 'control room' }).waitFor()

  await page.goto(`${server.address}/inbox`)
  await page.locator('.stop-sign', { hasText: 'Nothing goes out' }).waitFor()
  await page.locator('#rows a.row', { hasText: 'Hallgrund' }).click()
  await page.locator('#reply-text').waitFor()
  await page.fill('#reply-text', 'Wir wissen noch nichts.')
  await page.keyboard.press('Control+Enter')
  await page.locator('#thread .state', { hasText: 'Held since' }).waitFor()

  await page.goto(`${server.address}/outgoing`)
  await page.locator('.card-row', { hasText: 'Wir wissen noch nichts.' }).waitFor()
  assert.equal((await threadOf(nils, said.uri)).replies.length, 0)
  // Lifting the stop sends nothing by itself.
  await page.locator('.stop button').click()
  await page.locator('h1', { hasText: 'One answer is held' }).waitFor()
  await page.locator('.stop-sign').waitFor({ state: 'hidden' })
  await page.locator('.card-row button', { hasText: 'Let it go' }).click()
  const replies = await eventually(async () => {
    const { replies } = await threadOf(nils, said.uri)
    assert.equal(replies.length, 1)
    return replies
  })
  assert.equal(replies[0].post.record.text, 'Wir wissen noch nichts.')
  await page.locator('h1', { hasText: 'Everything goes out at once' }).waitFor()
  assert.deepEqual(page.problems, [])
})
