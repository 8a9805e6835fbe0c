// What functions owe and what teams give out: kept, handed over and shown until it is done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPerson } from './harness.mjs'
import { connect, mention, openHouse } from './house.mjs'

test('what is owed outlives the conversation, is handed over with its reason, and done with its proof', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await mention(rosa, brand, `@${brand.session.handle} der Aufzug in Port Velle steht`)
  await page.goto(`${server.address}/inbox`)
  await page.locator('#rows a.row', { hasText: 'Port Velle' }).click()
  await page.locator('#reply-text').waitFor()

  await page.keyboard.press('w')
  await page.fill('#owe-words', 'A ramp on platform 2')
  await page.locator('#owe button', { hasText: 'It is owed' }).click()
  await page.locator('#thread .facts .owes', { hasText: 'Service owes a fix' }).waitFor()
  await page.keyboard.press('e')
  await page.locator('#rows a.row').waitFor({ state: 'detached' })

  await page.goto(`${server.address}/owed`)
  await page.locator('.cards li', { hasText: 'A ramp on platform 2' }).locator('h2 a').click()
  const owed = page.locator('.owed-list li', { hasText: 'A ramp on platform 2' })
  await owed.locator('summary', { hasText: 'Hand it over' }).click()
  await owed.locator('form', { hasText: 'Hand over' }).locator('[name=function]').selectOption('communication')
  await owed.locator('form', { hasText: 'Hand over' }).locator('[name=why]').fill('The press asks for it.')
  await owed.locator('button', { hasText: 'Hand over' }).click()
  await owed.locator('b', { hasText: 'Communication' }).waitFor()
  await owed.locator('summary', { hasText: 'What happened' }).click()
  await owed.locator('.owed-steps', { hasText: 'The press asks for it.' }).waitFor()

  await owed.locator('summary', { hasText: 'It is done' }).click()
  await owed.locator('[name=proof]').fill('The ramp stands since noon.')
  await owed.locator('button', { hasText: /^Done$/ }).click()
  await page.locator('.owed-list li[data-state=done]', { hasText: 'The ramp stands since noon.' }).waitFor({ state: 'attached' })
  await page.goto(`${server.address}/owed`)
  await page.locator('main', { hasText: 'Nothing' }).waitFor()
  assert.equal(await page.locator('.cards li').count(), 0)
  assert.deepEqual(page.problems, [])
})

test('a team gives out as far as there is room, and what waits says why', async (t) => {
  const brand = await newPerson('brand')
  const tilo = await newPerson('tilo')
  const ines = await newPerson('ines')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/me`)
  await page.goto(server.address + await page.getAttribute('main a[href$="/seat"]', 'href'))
  await page.fill('[name=capacity]', '1')
  await page.locator('button', { hasText: 'Keep it' }).first().click()
  await page.goto(`${server.address}/teams/new`)
  await page.fill('[name=name]', 'Support')
  await page.check('[name=function][value=service]')
  await page.check('[name=member]')
  await page.check('[name=giving][value=in_turn]')
  await page.locator('main button[type=submit]').click()
  await page.locator('main', { hasText: 'Support' }).waitFor()

  await mention(tilo, brand, `@${brand.session.handle} where is the first train?`)
  await mention(ines, brand, `@${brand.session.handle} where is the second train?`)
  const give = async (words) => {
    await page.goto(`${server.address}/inbox?view=all`)
    await page.locator('#rows a.row', { hasText: words }).click()
    await page.locator('#thread .words', { hasText: words }).waitFor()
    await page.keyboard.press('a')
    await page.locator('#assign button', { hasText: 'Support' }).click()
    await page.locator('#thread .facts', { hasText: 'Support' }).waitFor()
  }
  await give('first train')
  await page.locator('#thread .facts', { hasText: 'Mara Lind' }).waitFor()
  await give('second train')
  await page.locator('#thread', { hasText: /waits/ }).waitFor()
  assert.ok(!(await page.textContent('#thread .facts')).includes('Mara Lind'), 'there is room for one')

  // Room is made, and what waited is given out by itself.
  await page.locator('#rows a.row', { hasText: 'first train' }).click()
  await page.locator('#thread .words', { hasText: 'first train' }).waitFor()
  await page.keyboard.press('e')
  await page.locator('#rows a.row', { hasText: 'second train' }).click()
  await page.locator('#thread .facts', { hasText: 'Mara Lind' }).waitFor()
  assert.deepEqual(page.problems, [])
})
