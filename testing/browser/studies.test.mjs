// A study from a question to a table: drawn at random, coded by two who do not see each other, decided, taken along.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, join, mention, openHouse } from './house.mjs'

/** Codes the whole sample by keys alone; `digit` says which, by the place in one's own order. */
async function codeByKeys(page, study, digit) {
  await page.goto(`${study}/code`)
  for (let place = 1; place <= 10; place += 1) {
    await page.locator('h1', { hasText: `Mention ${place} of 10` }).waitFor()
    await page.keyboard.press(digit(place))
    await page.locator(`#coding-form input[value="${digit(place)}"]:checked`).waitFor()
    await page.keyboard.press('j')
  }
  await page.locator('h1', { hasText: 'All of it is coded' }).waitFor()
}

test('two members code ten mentions by keys without seeing each other, kappa appears, what they dispute is decided, and the table is taken along', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  const tarik = await join(page, server, 'Tarik Wenzel', 'member')
  const ewa = await join(page, server, 'Ewa Brandt', 'leader')
  await connect(page, server, brand)
  for (let number = 0; number < 10; number += 1) await mention(rosa, brand, `@${brand.session.handle} lift ${number} is broken`)
  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all`)
    assert.equal(await page.locator('#rows a.row').count(), 10)
  })

  await page.goto(`${server.address}/studies/new`)
  assert.deepEqual(await axe(page), [])
  await page.fill('[name=name]', 'Lifts')
  await page.fill('[name=question]', 'In which tone are lifts spoken of?')
  await page.fill('[name=query]', 'lift')
  await page.fill('[name=size]', '10')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('h1', { hasText: 'Lifts' }).waitFor()
  const study = page.url().split('#')[0]
  await page.fill('[name=variable]', 'Tone')
  await page.fill('[name=codes]', 'calm: tells or asks\nangry: blames us')
  await page.click('button:has-text("Keep the code book")')
  await page.locator('#book textarea[name=codes]', { hasText: 'angry' }).waitFor()
  await page.click('button:has-text("Draw the sample")')
  await page.locator('#begin').waitFor()
  assert.match(await page.textContent('#drawing'), /10 drawn of 10/)
  assert.deepEqual(await axe(page), [])
  await page.selectOption('[name=first]', { label: 'Tarik Wenzel' })
  await page.selectOption('[name=second]', { label: 'Ewa Brandt' })
  await page.click('button:has-text("Begin the coding")')
  await page.locator('#coding').waitFor()

  await tarik.goto(`${study}/code`)
  await tarik.locator('#coding-form').waitFor()
  assert.deepEqual(await axe(tarik), [])
  await codeByKeys(tarik, study, (place) => place % 2 ? '1' : '2')
  // Whoever is done shows nothing to the other, nor to whoever keeps the study.
  for (const one of [ewa, page]) {
    await one.goto(study)
    await one.locator('#coding', { hasText: '10 of 10' }).waitFor()
    assert.equal(await one.locator('#results').count(), 0)
  }
  await ewa.goto(`${study}/code`)
  assert.equal(await ewa.locator('#coding-form :checked').count(), 0)
  // Tarik said “angry” of every second mention in his order, Ewa of none.
  await codeByKeys(ewa, study, () => '1')

  await page.locator('#coding', { hasText: 'Ewa Brandt10 of 10' }).waitFor()
  await page.click('button:has-text("End the coding")')
  await page.locator('#results').waitFor()
  assert.match(await page.textContent('.study-agreement'), /Both said the same of 5 of 10 mentions \(50 %\)\. Cohen’s kappa 0\.00/)
  assert.deepEqual(await axe(page), [])
  for (let left = 5; left > 0; left -= 1) {
    await page.locator('#disputes', { hasText: `${left} of 5 to be decided` }).waitFor()
    const first = page.locator('.study-decide:has(option[value=""])').first()
    await first.locator('select').selectOption({ label: 'angry' })
    await first.locator('[name=reason]').fill('It blames us.')
    await first.locator('button').click()
  }
  await page.locator('#disputes', { hasText: 'All of it is decided' }).waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Table (CSV)")')])
  const table = await readFile(await download.path(), 'utf8')
  const rows = table.trim().split('\r\n')
  assert.equal(rows.length, 11)
  assert.equal(rows.filter((row) => row.endsWith(',angry,calm,angry')).length, 5, table)

  await page.fill('[name=sentence]', 'People are calm where they ask.')
  await page.locator('#sample input[type=checkbox]').first().check()
  await page.click('button:has-text("Write it down")')
  await page.locator('#learned li', { hasText: 'People are calm' }).waitFor()
  await page.goto(`${server.address}/insights`)
  await page.locator('.card-row', { hasText: '1 mention shows it' }).waitFor()
  assert.deepEqual(await axe(page), [])
  assert.deepEqual([...page.problems, ...tarik.problems, ...ewa.problems], [])
})
