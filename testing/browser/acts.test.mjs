// What members do all day, by the keyboard alone: deciding, answering with what is saved, and the palette.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, newPerson } from './harness.mjs'
import { connect, mention, openHouse, threadOf } from './house.mjs'

/** A house in which these words were said to us, each by somebody else, with the inbox open. */
async function heard(t, words, options) {
  const brand = await newPerson('brand')
  const { server, page } = await openHouse(t, options)
  await connect(page, server, brand)
  const people = []
  for (const text of words) {
    const person = await newPerson('somebody')
    people.push({ person, said: await mention(person, brand, `@${brand.session.handle} ${text}`) })
  }
  await eventually(async () => {
    await page.goto(`${server.address}/inbox?view=all`)
    assert.equal(await page.locator('#rows a.row').count(), words.length)
  })
  return { brand, people, server, page }
}

const facts = (page, hasText) => page.locator('#thread .facts', { hasText }).waitFor()

/** Opens the conversation in which this was said, by its row. */
async function open(page, hasText) {
  const row = page.locator('#rows a.row', { hasText })
  await row.focus()
  await page.keyboard.press('Enter')
  await page.locator('#thread .words', { hasText }).first().waitFor()
}

test('a conversation is decided by one stroke, silence has a reason, and every decision has a way back', async (t) => {
  const { page } = await heard(t, ['Your lift is broken again', 'Ha ha, nice one', 'The 17:42 has no dog car'])

  await open(page, 'broken again')
  await page.keyboard.press('3')
  await facts(page, 'to be put right')
  assert.match(await page.textContent('#rows a.row[aria-current] .owe'), /to be put right/)
  await page.keyboard.press('z')
  await page.locator('#thread .facts:not(:has-text("to be put right"))').waitFor()

  await open(page, 'Ha ha')
  await page.keyboard.press('6')
  await page.locator('#let-stand[open]').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('4')
  await facts(page, 'let stand: it is a joke or satire')
  await facts(page, 'done')

  await open(page, 'dog car')
  await page.keyboard.press('5')
  await facts(page, 'watched')
  await facts(page, 'snoozed until')
  await page.keyboard.press('1')
  await facts(page, 'to be answered')
  await page.waitForFunction(() => document.activeElement?.id === 'reply-text')
  assert.deepEqual(page.problems, [])
})

test('a saved reply is found by typing, filled in, sent, and counted', async (t) => {
  const { page, server, brand, people: [{ person, said }] } = await heard(t, ['Where is the ramp?'])
  await page.goto(`${server.address}/saved-replies/new`)
  await page.fill('[name=name]', 'Ramp')
  await page.fill('[name=text]', 'Hello {{naem}}, at platform 1.')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('[role=alert]', { hasText: '{{first_name}}' }).waitFor()
  assert.equal(await page.inputValue('[name=text]'), 'Hello {{naem}}, at platform 1.', 'nothing is lost')
  await page.fill('[name=text]', 'Hello {{handle}}, at platform 1.')
  await page.click('main form button:has-text("Keep it")')
  await page.locator('.cards h2', { hasText: 'Ramp' }).waitFor()

  await page.goto(`${server.address}/inbox?view=all`)
  await open(page, 'the ramp')
  await page.keyboard.press(';')
  await page.locator('dialog.chooser [role=option]', { hasText: 'Ramp' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.type('rämp')
  await page.keyboard.press('Enter')
  const words = `Hello @${person.session.handle}, at platform 1.`
  assert.equal(await page.inputValue('#reply-text'), words)
  await page.keyboard.press('Control+Enter')
  await eventually(async () => {
    const { replies } = await threadOf(person, said.uri)
    assert.deepEqual(replies.filter(({ post }) => post.author.did === brand.session.did).map(({ post }) => post.record.text), [words])
  })
  await page.goto(`${server.address}/saved-replies`)
  await page.locator('.card-row', { hasText: '1 used' }).waitFor()
  assert.deepEqual(page.problems, [])
})

test('a macro is looked at, applied by keys, and all of it is undone in one stroke', async (t) => {
  const { page, server } = await heard(t, ['Your lift is broken again'])
  await page.goto(`${server.address}/macros/new`)
  await page.fill('[name=name]', 'Lifts')
  await page.fill('[name=label]', 'Lifts')
  await page.selectOption('[name=priority]', 'high')
  await page.selectOption('[name=assign]', 'me')
  await page.selectOption('[name=status]', 'resolved')
  await page.click('main form button:has-text("Make it")')
  await page.locator('.cards h2', { hasText: 'Lifts' }).waitFor()
  assert.deepEqual(await axe(page), [])

  await page.goto(`${server.address}/inbox?view=all`)
  await open(page, 'broken again')
  const before = await page.textContent('#thread .facts')
  await page.keyboard.press('d')
  await page.locator('#macro .btn.item', { hasText: 'put “Lifts” on it, set its priority to high' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Enter')
  await page.locator('#notice', { hasText: '“Lifts” is applied' }).waitFor()
  await facts(page, 'done')
  await facts(page, 'high priority')
  await page.keyboard.press('z')
  await page.locator('#notice', { hasText: 'Taken back' }).waitFor()
  assert.equal(await page.textContent('#thread .facts'), before)
  assert.deepEqual(page.problems, [])
})

test('without scripts a saved reply leads back to the conversation with its words', async (t) => {
  const { page, server } = await heard(t, ['Is there a quiet coach?'], { javaScriptEnabled: false })
  await page.goto(`${server.address}/saved-replies/new`)
  await page.fill('[name=name]', 'Quiet')
  await page.fill('[name=text]', 'Coach 7, says {{organisation}}.')
  await page.click('main form button:has-text("Keep it")')
  await page.goto(`${server.address}/inbox?view=all`)
  await page.click('#rows a.row')
  await page.click('#saved-open')
  await page.click('#saved-replies a:has-text("Quiet")')
  assert.match(await page.inputValue('#reply-text'), /^Coach 7, says .+\.$/)
})

test('the palette does what is typed', async (t) => {
  const { page } = await heard(t, ['My train is late'])
  await open(page, 'is late')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('snooze tom')
  await page.locator('dialog.chooser [role=option][aria-selected=true]', { hasText: 'Tomorrow' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Enter')
  await facts(page, 'snoozed until')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('floor')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/floor/)
  assert.deepEqual(page.problems, [])
})

test('what belongs together is linked by its address, shown beside both, and has a way back', async (t) => {
  const { page } = await heard(t, ['The lift at the harbour is out', 'Is the harbour lift out again?'])
  await open(page, 'out again')
  const asked = page.url()
  await open(page, 'is out')
  await page.fill('#link-with', asked)
  await page.keyboard.press('Enter')
  await page.locator('#belongs .history .words', { hasText: 'out again' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.click('#belongs .history .words')
  await page.locator('#thread .words', { hasText: 'out again' }).first().waitFor()
  await page.locator('#belongs .history .words', { hasText: 'is out' }).waitFor()
  await page.locator('#thread .event', { hasText: 'belongs with another conversation' }).waitFor()
  await page.click('#belongs button:has-text("take apart")')
  await page.locator('#belongs:not(:has(.history:not(.likely)))').waitFor()
  await page.keyboard.press('z')
  await page.locator('#belongs .history:not(.likely) .words', { hasText: 'is out' }).waitFor()
  assert.deepEqual(page.problems, [])
})

test('a conversation is pinned by a key, stands first, and comes down again', async (t) => {
  const { page } = await heard(t, ['The ferry was lovely', 'Where is the night train?'])
  const last = await page.locator('#rows a.row').last().locator('.words').textContent()
  await open(page, last)
  await page.keyboard.press('u')
  await facts(page, 'pinned')
  assert.equal(await page.locator('#rows a.row').first().locator('.words').textContent(), last)
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('z')
  await page.locator('#thread .facts:not(:has-text("pinned"))').waitFor()
  assert.equal(await page.locator('#rows a.row').last().locator('.words').textContent(), last)
  assert.deepEqual(page.problems, [])
})
