// Without words: a thank-you is a like, and an insult under a post of ours is hidden under a house rule.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse, threadOf } from './house.mjs'

/** The records of a collection of somebody. */
async function records(agent, collection) {
  return (await agent.com.atproto.repo.listRecords({ repo: agent.session.did, collection })).data.records
}

test('a message is liked by a key, an insult is hidden under a house rule, and both are taken back', async (t) => {
  const brand = await newPerson('brand')
  const [fan, troll] = [await newPerson('fan'), await newPerson('troll')]
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/inbox`)
  const said = await mention(fan, brand, `@${brand.session.handle} danke an die Crew vom 8:14`)
  await page.locator('#rows a.row', { hasText: 'danke an die Crew' }).click()
  const like = page.locator('#thread [data-like]')
  await like.waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('+')
  await page.locator('#thread [data-gesture=like][data-state=stands]', { hasText: 'Liked by Mara Lind' }).waitFor()
  const [liked, ...more] = await records(brand, 'app.bsky.feed.like')
  assert.deepEqual([liked.value.subject.uri, more.length], [said.uri, 0])
  await page.locator('#thread .event', { hasText: 'Mara Lind liked a message' }).waitFor()
  await page.locator('#thread [data-gesture=like] button', { hasText: 'Take back' }).click()
  await like.waitFor()
  assert.equal((await records(brand, 'app.bsky.feed.like')).length, 0)

  await page.locator('#context button', { hasText: 'Follow' }).click()
  await page.locator('#context [data-gesture=follow][data-state=stands]').waitFor()
  const [followed] = await records(brand, 'app.bsky.graph.follow')
  assert.equal(followed.value.subject, fan.session.did)

  // Nothing is hidden silently: first the rule is written.
  const ours = await brand.post({ text: 'Der Nachtzug faehrt wieder.' })
  // The network tells of an answer only once it knows what was answered.
  await eventually(() => threadOf(troll, ours.uri))
  await troll.post({ text: 'Na toll, ihr Pfeifen, und wer soll euch das glauben?', reply: { root: ours, parent: ours } })
  await page.goto(`${server.address}/inbox?view=all`)
  await page.locator('#rows a.row', { hasText: 'ihr Pfeifen' }).click()
  const protect = page.locator('#thread details.protect').last()
  await eventually(async () => assert.match(await protect.locator('summary').textContent(), /Hide or report/))
  await protect.locator('summary').click()
  await protect.locator('a', { hasText: 'write the house rule' }).click()
  await page.fill('#house-rule-name', 'Nobody is insulted here')
  await page.fill('#house-rule-words', 'Neither by us nor by others.')
  await page.click('main form.stack button')
  await page.locator('.card-row', { hasText: 'Nobody is insulted here' }).waitFor()
  assert.deepEqual(await axe(page), [])

  await page.goto(`${server.address}/inbox?view=all`)
  await page.locator('#rows a.row', { hasText: 'ihr Pfeifen' }).click()
  await protect.locator('summary').click()
  assert.deepEqual(await axe(page), [])
  await protect.locator('textarea').fill('It calls the crew names.')
  await protect.locator('button[value=hide]').click()
  const hidden = page.locator('#thread [data-gesture=hide][data-state=stands]')
  await hidden.waitFor()
  const [gate] = await records(brand, 'app.bsky.feed.threadgate')
  assert.equal(gate.value.hiddenReplies.length, 1)

  await hidden.locator('a').click()
  await page.locator('h2', { hasText: '1 post hidden under this rule' }).waitFor()
  await page.locator('.notes li', { hasText: 'It calls the crew names.' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 390, height: 844 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(overflow <= 0, `${overflow} px too wide`)
  await page.locator('.notes li a').first().click()
  await page.locator('#thread [data-gesture=hide] button', { hasText: 'Show it again' }).click()
  await eventually(async () => {
    const [gate] = await records(brand, 'app.bsky.feed.threadgate')
    assert.equal(gate.value.hiddenReplies.length, 0)
  })
  assert.deepEqual(page.problems, [])
})
