// Pictures in an answer: added by file, paste and drop, described or not sent, and standing on the network as they are here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson, openPage } from './harness.mjs'
import { connect, mention, openHouse, png, threadOf } from './house.mjs'

/** Hands files to the page as the clipboard or a drag does. */
const give = (page, kind, selector, bytes) => page.locator(selector).evaluate((target, [kind, bytes]) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(bytes)], 'shot.png', { type: 'image/png' }))
  const event = kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
  target.dispatchEvent(event)
}, [kind, [...bytes]])

test('pictures come by file, paste and drop, are not sent without what they show, and stand on the network with it', async (t) => {
  const brand = await newPerson('brand')
  const renske = await newPerson('renske')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  const said = await mention(renske, brand, `@${brand.session.handle} wo geht es ohne Stufen zum Zug?`)
  await page.goto(`${server.address}/inbox`)
  await page.locator('#rows a.row', { hasText: 'ohne Stufen' }).click()
  await page.locator('#reply-text').waitFor()

  await page.fill('#reply-text', 'So geht es ohne Stufen.')
  await page.setInputFiles('#reply-file', { name: 'plan.png', mimeType: 'image/png', buffer: png(300, 200, [200, 30, 30]) })
  await page.locator('.laid-picture').waitFor()
  await page.waitForFunction(() => document.activeElement?.matches('.laid-picture textarea'), null, { timeout: 10_000 })
  await page.keyboard.type('Der Plan des Bahnhofs')
  await give(page, 'paste', '#reply-text', png(120, 160, [30, 30, 200]))
  await page.locator('.laid-picture').nth(1).waitFor()
  await give(page, 'drop', '#composer', png(90, 90, [30, 160, 30]))
  await page.locator('.laid-picture').nth(2).waitFor()
  const written = () => page.locator('.laid-picture textarea').evaluateAll((fields) => fields.map((field) => field.value))
  assert.deepEqual(await written(), ['Der Plan des Bahnhofs', '', ''], 'what was being written stays')
  assert.equal(await page.inputValue('#reply-text'), 'So geht es ohne Stufen.')
  assert.deepEqual(await axe(page), [])

  // Not before each is described; nothing left the house, and nothing is lost.
  await page.focus('#reply-text')
  await page.keyboard.press('Control+Enter')
  await page.locator('#composer-error', { hasText: 'Picture 2 has no description' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')), 'true')
  assert.deepEqual(await written(), ['Der Plan des Bahnhofs', '', ''])
  assert.equal((await threadOf(renske, said.uri)).replies.length, 0)

  // The third is not wanted, the second is to come first.
  await page.locator('.laid-picture').nth(2).locator('button', { hasText: 'Remove' }).click()
  await eventually(async () => assert.equal(await page.locator('.laid-picture').count(), 2))
  await page.locator('.laid-picture textarea').nth(1).fill('Die Rampe an Gleis 1')
  await page.locator('.laid-picture').nth(1).locator('button', { hasText: 'Move up' }).click()
  await eventually(async () => assert.deepEqual(await written(), ['Die Rampe an Gleis 1', 'Der Plan des Bahnhofs']))

  // Another device has all of it.
  await eventually(async () => {
    const copy = await openPage(page.context().browser(), { storageState: await page.context().storageState() })
    await copy.goto(page.url())
    const alts = await copy.locator('.laid-picture textarea').evaluateAll((fields) => fields.map((field) => field.value))
    assert.deepEqual(alts, ['Die Rampe an Gleis 1', 'Der Plan des Bahnhofs'])
    assert.equal(await copy.inputValue('#reply-text'), 'So geht es ohne Stufen.')
    await copy.context().close()
  })

  await page.focus('#reply-text')
  await page.keyboard.press('Control+Enter')
  await page.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  const post = await eventually(async () => {
    const { replies } = await threadOf(renske, said.uri)
    assert.equal(replies.length, 1)
    return replies[0].post
  })
  const images = post.record.embed.images
  assert.deepEqual(images.map(({ alt }) => alt), ['Die Rampe an Gleis 1', 'Der Plan des Bahnhofs'])
  assert.deepEqual(images.map(({ aspectRatio }) => [aspectRatio.width, aspectRatio.height]), [[120, 160], [300, 200]])

  // In the thread with what they show; the box is empty.
  const shown = page.locator('#thread .msg.ours figure.picture img')
  assert.deepEqual(await shown.evaluateAll((all) => all.map((img) => img.alt)), ['Die Rampe an Gleis 1', 'Der Plan des Bahnhofs'])
  await page.waitForFunction(() => document.querySelector('#thread .msg.ours figure.picture img')?.naturalWidth === 120)
  assert.equal(await page.locator('.laid-picture').count(), 0)
  assert.equal(await page.inputValue('#reply-text'), '')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(page.problems, [])
})

test('without scripts a picture is added, described and sent, and the words stay in the box until it is', async (t) => {
  const brand = await newPerson('brand')
  const emma = await newPerson('emma')
  const { server, page } = await openHouse(t, { javaScriptEnabled: false })
  await connect(page, server, brand)
  const said = await mention(emma, brand, `@${brand.session.handle} wie sieht die Rampe aus?`)
  await eventually(async () => {
    await page.goto(`${server.address}/inbox`)
    await page.locator('#rows a.row', { hasText: 'die Rampe' }).click({ timeout: 1_000 })
  })
  await page.fill('#reply-text', 'So sieht sie aus.')
  await page.setInputFiles('#reply-file', { name: 'rampe.png', mimeType: 'image/png', buffer: png(80, 60, [160, 160, 170]) })
  await page.locator('.picture-add button', { hasText: 'Add' }).click()
  await page.locator('.laid-picture').waitFor()
  assert.equal(await page.inputValue('#reply-text'), 'So sieht sie aus.')
  const send = page.locator('#reply-form button.main')
  await send.click()
  await page.locator('#composer-error', { hasText: 'Picture 1 has no description' }).waitFor()
  assert.equal(await page.inputValue('#reply-text'), 'So sieht sie aus.')
  await page.fill('.laid-picture textarea', 'Eine Rampe aus Aluminium')
  await send.click()
  await eventually(async () => {
    const { replies } = await threadOf(emma, said.uri)
    assert.deepEqual(replies.map(({ post }) => post.record.embed.images.map(({ alt }) => alt)), [['Eine Rampe aus Aluminium']])
  })
  assert.deepEqual(page.problems, [])
})
