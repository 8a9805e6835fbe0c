// Saying that we were wrong: below the very post that was wrong, with thanks to whoever found it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse, threadOf } from './house.mjs'

test('somebody points out an error, and it is put right below the post that was wrong, listed, and withdrawn', async (t) => {
  const brand = await newPerson('brand')
  const rosa = await newPerson('rosa')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  const said = await mention(rosa, brand, `@${brand.session.handle} does the lift run?`)
  await page.goto(`${server.address}/inbox`)
  await page.locator('#rows a.row', { hasText: 'lift' }).click()
  await page.fill('#reply-text', 'Yes, the lift runs since Monday.')
  await page.focus('#reply-text')
  await page.keyboard.press('Control+Enter')
  const ours = await eventually(async () => {
    const { replies } = await threadOf(rosa, said.uri)
    assert.equal(replies.length, 1)
    return replies[0].post
  })
  await page.locator('#thread .own-up a', { hasText: 'We were wrong' }).waitFor({ timeout: 30_000 })
  await rosa.post({ text: 'No, it stands still!', reply: { root: said, parent: { uri: ours.uri, cid: ours.cid } } })
  await page.locator('#thread .words', { hasText: 'it stands still' }).waitFor({ timeout: 30_000 })

  await page.keyboard.press('Escape')
  await page.keyboard.press('W')
  await page.locator('h1', { hasText: 'We were wrong' }).waitFor()
  assert.deepEqual(await axe(page), [])
  assert.ok(await page.locator('[name=wrong]').first().isChecked())
  await page.fill('#wrong-error', 'The lift does not run.')
  await page.fill('#wrong-right', 'The lift is out of order until Friday.')
  await page.locator('main form button[type=submit]').click()
  await page.locator('#said-facts', { hasText: 'Puts right what we said: The lift does not run.' }).waitFor()
  const opening = `We were wrong here. Thank you, @${rosa.session.handle}, for telling us.`
  assert.equal(await page.inputValue('#reply-text'), `${opening}\nThe lift is out of order until Friday.`)
  assert.deepEqual(await axe(page), [])
  // The mark is there again elsewhere.
  await page.reload()
  assert.ok(await page.isChecked('#said-facts [name=correcting]'))
  await page.focus('#reply-text')
  await page.keyboard.press('Control+Enter')
  await page.locator('#thread .put-right', { hasText: 'corrected here' }).waitFor({ timeout: 30_000 })
  assert.deepEqual(await axe(page), [])

  // At the server it answers the post that was wrong, though others spoke since.
  const right = await eventually(async () => {
    const { replies } = await threadOf(rosa, said.uri)
    const below = replies[0].replies.find((one) => one.post.author.did === brand.session.did)
    assert.ok(below, 'it stands below what was wrong')
    return below.post
  })
  assert.deepEqual(right.record.reply.parent, { uri: ours.uri, cid: ours.cid })
  assert.equal(right.record.reply.root.uri, said.uri)
  assert.ok(right.record.text.startsWith(opening), right.record.text)

  await page.goto(`${server.address}/corrections`)
  await page.locator('.cards', { hasText: 'The lift does not run.' }).waitFor()
  await page.locator('.cards', { hasText: 'found by' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.goto(`${server.address}/inbox?view=all&q=corrected:yes`)
  await page.locator('#rows a.row').first().click()
  await page.locator('#thread .put-right button', { hasText: 'Withdraw' }).click()
  await page.locator('#notice', { hasText: 'Withdrawn' }).waitFor()
  await page.locator('#thread .put-right', { hasText: 'corrected here' }).waitFor({ state: 'detached' })
  await page.locator('#notice [data-undo]').click()
  await page.locator('#thread .put-right', { hasText: 'corrected here' }).waitFor()
  assert.deepEqual(page.problems, [])
})
