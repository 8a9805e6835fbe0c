// A list kept as a view and come back to; many conversations finished at once and back again: by keys, and without scripts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse } from './house.mjs'

const PEOPLE = 6

/** So many people are heard. */
async function heard(page, server, brand) {
  await page.goto(`${server.address}/inbox`)
  for (let number = 0; number < PEOPLE; number++) {
    const person = await newPerson(`caller${number}`)
    await mention(person, brand, `@${brand.session.handle} Zug ${number}`)
  }
  await eventually(async () => assert.equal(await rows(page, server), PEOPLE))
}

async function rows(page, server) {
  await page.goto(`${server.address}/inbox?view=waiting`)
  return page.locator('#rows a.row').count()
}

test('a search is kept as a view and come back to by key, and five are finished by keys and undone', async (t) => {
  const brand = await newPerson('brand')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await heard(page, server, brand)

  await page.goto(`${server.address}/inbox?view=waiting&q=zug+assignee:none`)
  await page.click('text=Keep as a view')
  await page.fill('#f-name', 'Free trains')
  assert.deepEqual(await axe(page), [])
  await page.click('text=Keep it')
  await page.locator('h1', { hasText: 'Free trains' }).waitFor()
  assert.match(page.url(), /view=saved:\d+/)
  assert.equal(await page.locator('#rows a.row').count(), PEOPLE)
  await page.locator('.views.saved .n', { hasText: String(PEOPLE) }).waitFor()

  await page.goto(`${server.address}/inbox?view=all`)
  await page.keyboard.press('g')
  await page.keyboard.press('1')
  await page.locator('h1', { hasText: 'Free trains' }).waitFor()

  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let number = 0; number < 4; number++) await page.keyboard.press('Shift+J')
  assert.equal(await page.locator('.pick:checked').count(), 5)
  assert.equal(await page.locator('#bulk').isVisible(), true)
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('e')
  await page.locator('#notice', { hasText: 'Done: 5 conversations.' }).waitFor()
  assert.equal(await rows(page, server), 1)
  await page.goBack()
  await page.locator('#notice', { hasText: 'Done: 5 conversations.' }).waitFor()
  await page.keyboard.press('z')
  await page.locator('#notice', { hasText: 'Taken back: 5 conversations as before.' }).waitFor()
  assert.equal(await rows(page, server), PEOPLE)
  assert.deepEqual(page.problems, [])
})

test('five are finished and undone, and all of a list looked at first, without scripts', async (t) => {
  const brand = await newPerson('brand')
  const { server, page: first } = await openHouse(t)
  await connect(first, server, brand)
  await heard(first, server, brand)
  const context = await first.context().browser().newContext({
    javaScriptEnabled: false, storageState: await first.context().storageState(),
  })
  t.after(() => context.close())
  const page = await context.newPage()

  await page.goto(`${server.address}/inbox?view=waiting`)
  for (const box of (await page.locator('.pick').all()).slice(0, 5)) await box.check()
  await page.click('.bulk-done')
  await page.locator('#notice', { hasText: 'Done: 5 conversations.' }).waitFor()
  assert.equal(await rows(page, server), 1)
  await page.goBack()
  await page.click('#notice [data-undo]')
  await page.locator('#notice', { hasText: 'Taken back: 5 conversations as before.' }).waitFor()
  assert.equal(await rows(page, server), PEOPLE)

  await page.locator('.pick').first().check()
  await page.selectOption('#bulk-scope', 'all')
  await page.click('.bulk-done')
  await eventually(async () => {
    await page.reload()
    assert.match(await page.textContent('main'), new RegExp(`${PEOPLE} conversations would change`))
  })
  await page.click('text=Do it')
  await eventually(async () => {
    await page.reload()
    assert.match(await page.textContent('main'), new RegExp(`Done: ${PEOPLE} conversations`))
  })
  await page.click('text=Undo all of it')
  await eventually(async () => {
    await page.reload()
    assert.match(await page.textContent('main'), /Taken back: 6 conversations as before/)
  })
  assert.equal(await rows(page, server), PEOPLE)
})
