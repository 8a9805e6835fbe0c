// A rule: made on its page, tried on what was said before, switched on, acting on what is said then, saying why, taken back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson, openPage } from './harness.mjs'
import { connect, mention, openHouse } from './house.mjs'

const QUERY = 'ramp OR Rampe'

test('a rule is tried, switched on, labels what is said then, and names itself as the reason', async (t) => {
  const brand = await newPerson('brand')
  const hanne = await newPerson('hanne')
  const { server, page, browser } = await openHouse(t)
  await connect(page, server, brand)
  await mention(hanne, brand, `@${brand.session.handle} Where is the ramp?`)
  await page.goto(`${server.address}/inbox?view=all`)
  await page.locator('#rows a.row', { hasText: 'Where is the ramp' }).waitFor()

  await page.goto(`${server.address}/rules`)
  await page.click('main a:has-text("Make the first rule")')
  await page.fill('[name=name]', 'Ramps first')
  await page.fill('[name=query]', '(ramp')
  // Said while it is typed.
  await page.locator('#query-check .query-marked').waitFor()
  await page.fill('[name=query]', QUERY)
  await page.click('main form.wide button.main')
  await page.locator('[role=alert]', { hasText: 'at least one thing' }).waitFor()
  assert.equal(await page.inputValue('[name=query]'), QUERY)
  await page.fill('#f-label-0', 'Ramps')
  await page.selectOption('[name=priority]', 'high')
  await page.selectOption('#f-notify-0', { label: 'Mara Lind' })
  await page.click('main form.wide button.main')
  await page.locator('main', { hasText: 'It does nothing' }).waitFor()
  const rule = new URL(page.url()).pathname

  // What was said before it was on is found by the trial, and left alone.
  await eventually(async () => {
    await page.goto(server.address + rule)
    await page.click('main button:has-text("Try it")')
    await page.locator('#rule-trial', { hasText: 'were looked through' }).waitFor()
    assert.match(await page.textContent('#rule-trial'), /it would act in 1 conversation and change 1/)
  })
  await page.locator('#rule-trial .card-row', { hasText: 'Where is the ramp' }).waitFor()
  assert.deepEqual(await axe(page), [])
  const trial = new URL(page.url()).pathname

  await page.click('main button:has-text("Switch on")')
  await page.locator('main', { hasText: 'It acts when something happens' }).waitFor()
  await page.goto(`${server.address}/inbox?view=all`)
  await mention(hanne, brand, `@${brand.session.handle} Die Rampe fehlt auch in Moorkamp`)
  await page.locator('#rows a.row', { hasText: 'Moorkamp' }).click()
  await page.locator('#thread', { hasText: 'The rule “Ramps first” put “Ramps” on it' }).waitFor()
  assert.match(await page.textContent('#thread .facts'), /high priority/)
  const thread = new URL(page.url()).pathname

  await page.locator('#thread a:has-text("why?")').first().click()
  await page.locator('h1', { hasText: 'Why did this happen?' }).waitFor()
  const why = new URL(page.url()).pathname
  const explained = await page.textContent('main')
  for (const words of ['“Ramps first”', 'Somebody wrote', QUERY, '3 acts done', 'Mara Lind was told']) assert.ok(explained.includes(words), words)

  // Who was told sees it beside their initials, and notes that it was seen.
  await page.goto(`${server.address}/notices`)
  assert.match(await page.textContent('.me summary .told'), /^1 for you$/)
  await page.locator('.card-row', { hasText: 'Moorkamp' }).waitFor()
  const storageState = await page.context().storageState()
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 390, height: 844 } }]) {
    const reader = await openPage(browser, { ...options, storageState })
    for (const path of ['/rules', rule, trial, why, '/notices', thread]) {
      await reader.goto(server.address + path)
      assert.deepEqual(await axe(reader), [], `${path} ${JSON.stringify(options)}`)
      const overflow = await reader.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(overflow <= 0, `${path} is ${overflow} px wider than its window ${JSON.stringify(options)}`)
    }
    assert.deepEqual(reader.problems, [])
    await reader.context().close()
  }
  await page.click('main button:has-text("All seen")')
  await page.locator('.me summary .told').waitFor({ state: 'hidden' })

  const labelled = async () => {
    await page.goto(`${server.address}/inbox?view=all&q=label:ramps`)
    return page.locator('#rows a.row').count()
  }
  assert.equal(await labelled(), 1)
  await page.goto(server.address + why)
  await page.click('main button:has-text("Take it back")')
  await page.locator('main', { hasText: '(taken back)' }).waitFor()
  assert.equal(await labelled(), 0)
  assert.deepEqual(page.problems, [])
})
