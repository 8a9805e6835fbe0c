// A second person looks at an answer before it goes out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, join, mention, openHouse, threadOf } from './house.mjs'

test('a member answers, it waits, a lead changes the words and approves, and exactly that stands on the network', async (t) => {
  const brand = await newPerson('brand')
  const odile = await newPerson('odile')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/approval-policies/new`)
  await page.fill('[name=name]', 'Lifts')
  await page.fill('[name=query]', 'Aufzug')
  await page.check('[name=role][value=member]')
  await page.click('main button[type=submit]')
  await page.locator('.card-row', { hasText: 'Lifts' }).waitFor()
  const tarik = await join(page, server, 'Tarik Wenzel', 'member')
  const lead = await join(page, server, 'Ewa Brandt', 'leader')
  const said = await mention(odile, brand, `@${brand.session.handle} wann faehrt der Aufzug?`)

  await tarik.goto(`${server.address}/inbox`)
  await tarik.locator('#rows a.row', { hasText: 'Aufzug' }).click()
  await tarik.locator('.asks', { hasText: 'This will wait for approval: “Lifts” asks for it' }).waitFor()
  await tarik.fill('#reply-text', 'Er faehrt bald wieder.')
  await tarik.keyboard.press('Control+Enter')
  await tarik.locator('#thread .state', { hasText: 'Waits for approval' }).waitFor()
  await lead.goto(`${server.address}/outgoing`)
  await lead.locator('h1', { hasText: 'One answer waits for approval' }).waitFor()
  assert.equal((await threadOf(odile, said.uri)).replies.length, 0)

  await lead.locator('.card-row a.btn', { hasText: 'Look at it' }).click()
  await lead.locator('h1', { hasText: 'May it go out?' }).waitFor()
  assert.deepEqual(await axe(lead), [])
  await lead.fill('#f-text', 'Er faehrt ab Freitag wieder.')
  await lead.locator('button', { hasText: /^Approve$/ }).click()
  await lead.locator('h1', { hasText: 'Everything goes out at once' }).waitFor()
  const replies = await eventually(async () => {
    const { replies } = await threadOf(odile, said.uri)
    assert.equal(replies.length, 1)
    return replies
  })
  assert.equal(replies[0].post.record.text, 'Er faehrt ab Freitag wieder.')

  await tarik.locator('#thread .state', { hasText: 'Delivered' }).waitFor()
  await tarik.locator('.approval', { hasText: 'Approved by Ewa Brandt, with other words' }).waitFor()
  await tarik.click('.changed summary')
  assert.equal((await tarik.locator('.diff del').textContent()).trim(), '(removed: bald)')
  assert.equal((await tarik.locator('.diff ins').textContent()).trim(), '(added: ab Freitag)')
  assert.deepEqual(await axe(tarik), [])
  assert.equal((await threadOf(odile, said.uri)).replies.length, 1)
  for (const each of [page, tarik, lead]) assert.deepEqual(each.problems, [])
})
