// What the house says of its own accord: written, approved by a second member, published, answered under, and said in answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, join, mention, openHouse, threadOf } from './house.mjs'

test('a holding line is approved by another, stands on the network, and answers say it with where it stands', async (t) => {
  const brand = await newPerson('brand')
  const odile = await newPerson('odile')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  const tarik = await join(page, server, 'Tarik Wenzel', 'member')
  await tarik.goto(`${server.address}/statements`)
  await tarik.locator('.empty a', { hasText: 'Write the first' }).click()
  await tarik.fill('[name=title]', 'Hallgrund: first word')
  await tarik.fill('#text-0', 'Bei Hallgrund ist ein Zug entgleist. Wir sehen nach.')
  assert.deepEqual(await axe(tarik), [])
  await tarik.click('main button:has-text("Keep it")')
  await tarik.locator('h1', { hasText: 'Hallgrund: first word' }).waitFor()
  assert.equal(await tarik.locator('button', { hasText: 'Approve' }).count(), 0)
  assert.deepEqual(await axe(tarik), [])

  // Whoever may approve is told, and reads it before it goes out.
  await page.goto(`${server.address}/notices`)
  await page.locator('a', { hasText: 'Hallgrund: first word' }).click()
  await page.locator('button', { hasText: 'Approve these words' }).click()
  await page.locator('main', { hasText: 'approved by Mara Lind' }).waitFor()
  assert.deepEqual(await axe(page), [])
  assert.ok(await page.isChecked('[name=channel]'), 'the only channel is chosen')
  await page.locator('button', { hasText: /^Publish$/ }).click()
  await page.locator('.card-row[data-state=sent]', { hasText: 'stands' }).waitFor()
  await page.locator('main', { hasText: 'nobody answered yet' }).waitFor()
  assert.deepEqual(await axe(page), [])
  const statement = page.url()
  const records = (await brand.com.atproto.repo.listRecords({ repo: brand.session.did, collection: 'app.bsky.feed.post' })).data.records
  assert.deepEqual(records.map(({ value }) => [value.text, value.reply]), [['Bei Hallgrund ist ein Zug entgleist. Wir sehen nach.', undefined]])

  // Somebody answers under it: that is in the inbox, and counted.
  const ours = { uri: records[0].uri, cid: records[0].cid }
  await eventually(() => threadOf(odile, ours.uri))
  await odile.post({ text: 'Ist jemand verletzt?', reply: { root: ours, parent: ours }, langs: ['de'] })
  await page.locator('.card-row a', { hasText: '1 message' }).waitFor()
  await page.locator('.card-row a', { hasText: '1 message' }).click()
  await page.locator('#rows a.row', { hasText: 'Ist jemand verletzt?' }).waitFor()

  // Elsewhere somebody asks, and is answered with it.
  const said = await mention(odile, brand, `@${brand.session.handle} was ist bei euch los?`)
  await tarik.goto(`${server.address}/inbox`)
  await tarik.locator('#rows a.row', { hasText: 'was ist bei euch los?' }).click()
  await tarik.locator('#reply-text').waitFor()
  await tarik.keyboard.press(';')
  await tarik.locator('dialog.chooser [role=group][aria-label="Statements"] [role=option]').waitFor()
  assert.deepEqual(await axe(tarik), [])
  await tarik.keyboard.press('Enter')
  await tarik.locator('#said-facts label', { hasText: 'Our statement: Hallgrund: first word' }).waitFor()
  const words = await tarik.inputValue('#reply-text')
  assert.match(words, /^Bei Hallgrund ist ein Zug entgleist\. Wir sehen nach\. https:\/\/\S+$/)
  await tarik.locator('[data-kept=reply]', { hasText: 'Draft kept' }).waitFor()
  await tarik.reload()
  assert.ok(await tarik.isChecked('#said-facts [name=fact]'))
  await tarik.focus('#reply-text')
  await tarik.keyboard.press('Control+Enter')
  await eventually(async () => {
    const { replies } = await threadOf(odile, said.uri)
    assert.deepEqual(replies.map(({ post }) => post.record.text), [words])
  })
  await page.goto(statement)
  await page.locator('main', { hasText: '1 answer' }).waitFor()

  await page.goto(`${server.address}/desks/communication`)
  await page.locator('.desk-part a', { hasText: 'Hallgrund: first word' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/statements', new URL(statement).pathname, '/statements/new', '/desks/communication']) {
    await page.goto(`${server.address}${path}`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`)
  }
  for (const each of [page, tarik]) assert.deepEqual(each.problems, [])
})
