// A whole morning by the keyboard alone: fifty people wrote, and each conversation is decided. The keystrokes are counted.
// The people come from a file, so nobody of them can be answered, and `1` leaves the cursor where it is.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { eventually, startServer } from './harness.mjs'
import { openHouse } from './house.mjs'

const PEOPLE = 50
const SAID = ['Where is the lift?', 'You say the ramp is open. It is not.', 'Nobody came to help me off the train',
  'Thank you, the crew was lovely', 'I will try the new line next week', 'Ha ha, what a name for a train',
  'A journalist asks about the accident']

/** What is pressed for each kind of word, and what the page then says. */
const DECISIONS = [
  { keys: ['1'], facts: 'to be answered' },
  { keys: ['2'], facts: 'facts to be fixed' },
  { keys: ['3'], facts: 'to be put right' },
  { keys: ['4'], facts: 'to be shared' },
  { keys: ['5'], facts: 'watched' },
  { keys: ['6', '4'], facts: 'let stand: it is a joke or satire' },
  { keys: ['7'], facts: 'escalated' },
]

/** Fifty conversations, each with somebody else, as a file of an import. */
function morning(folder) {
  const rows = Array.from({ length: PEOPLE }, (_, number) => ({
    id: `m${number}`, author: `caller${number}`, text: `${SAID[number % SAID.length]} (${number})`,
    posted_at: new Date(Date.now() - (PEOPLE - number) * 60_000).toISOString(), addressed: true,
  }))
  const file = path.join(folder, 'morning.jsonl')
  fs.writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'))
  return file
}

/** The list in which the fifty wait. */
async function openMorning(t) {
  const { server: first, page } = await openHouse(t)
  await first.stop()
  execFileSync(process.env.COFFEEHOUSE_BIN, ['import', '--data', first.dir, morning(first.dir)])
  const server = await startServer(t, { dir: first.dir })
  await page.goto(`${server.address}/inbox?view=waiting`)
  return { server, page }
}

test('fifty conversations are decided by keys alone, and none is left undecided', async (t) => {
  const { server, page } = await openMorning(t)
  assert.equal(await page.locator('#rows a.row').count(), PEOPLE)

  let keystrokes = 0
  const press = async (key) => { keystrokes += 1; await page.keyboard.press(key) }
  const open = () => page.locator('#thread').getAttribute('data-conversation')

  await press('j')
  await press('Enter')
  await page.locator('#thread').waitFor()
  const seen = new Set()
  for (let number = 0; number < PEOPLE; number++) {
    seen.add(await open())
    assert.equal(seen.size, number + 1, 'each comes once')
    const said = await page.locator('#thread .words').first().textContent()
    const { keys, facts } = DECISIONS[SAID.findIndex((words) => said.startsWith(words))]
    await press(keys[0])
    // The second key is about what the first has shown.
    if (keys[1]) {
      await page.locator('#let-stand[open]').waitFor()
      await press(keys[1])
    }
    await page.locator('#thread .facts', { hasText: facts }).waitFor()
    if (number === PEOPLE - 1) break
    const decided = await open()
    await press('j')
    await eventually(async () => assert.notEqual(await open(), decided))
  }
  console.log(`${PEOPLE} conversations decided by ${keystrokes} keystrokes, ${(keystrokes / PEOPLE).toFixed(2)} each`)

  await page.goto(`${server.address}/inbox?view=all&q=disposition:none`)
  assert.equal(await page.locator('#rows a.row').count(), 0, 'none is undecided')
  await page.goto(`${server.address}/inbox?view=all`)
  assert.equal(await page.locator('#rows a.row').count(), PEOPLE)
  assert.deepEqual(page.problems, [])
})

test('a few chosen by keys are decided together by one stroke', async (t) => {
  const { page } = await openMorning(t)
  for (const key of ['j', 'x', 'Shift+J', 'Shift+J', '4']) await page.keyboard.press(key)
  await page.locator('#notice', { hasText: 'Decided: to be shared: 3 conversations.' }).waitFor()
  await page.keyboard.press('z')
  await page.locator('#notice', { hasText: 'Taken back: 3 conversations as before.' }).waitFor()
  for (const key of ['j', 'x', '6']) await page.keyboard.press(key)
  await page.locator('#bulk-triage .reasons[open]').waitFor()
  await page.keyboard.press('1')
  await page.locator('#notice', { hasText: 'It stands as it is' }).waitFor()
  assert.deepEqual(page.problems, [])
})

test('news of the page that an act has left is not shown over what the act leads to', async (t) => {
  const { server, page } = await openMorning(t)
  for (const key of ['j', 'x', '4']) await page.keyboard.press(key)
  await page.locator('#notice', { hasText: 'Decided: to be shared' }).waitFor()

  // The act begins first, the news is asked for, the act is answered, and only then the news.
  let release
  const released = new Promise((resolve) => { release = resolve })
  const isNews = (request) => request.method() === 'GET' && request.headers()['x-fragment'] === 'main'
  const asked = page.waitForRequest(isNews)
  await page.route('**/bulk', async (route) => {
    await asked
    await route.continue()
  })
  await page.route('**/inbox**', async (route) => {
    const response = await route.fetch()
    await released
    await route.fulfill({ response })
  }, { times: 1 })
  for (const key of ['j', 'x', '5']) await page.keyboard.press(key)
  const beside = await page.context().newPage()
  await beside.goto(`${server.address}/inbox?view=waiting`)
  for (const key of ['j', 'j', 'j', 'x', '4']) await beside.keyboard.press(key)
  await page.locator('#notice', { hasText: 'Watched' }).waitFor()
  await page.evaluate(() => {
    window.told = []
    document.addEventListener('page:shown', () => window.told.push(document.querySelector('#notice p')?.textContent))
  })
  release()
  await eventually(async () => assert.ok((await page.evaluate(() => window.told)).length > 0, 'news is shown'))
  for (const words of await page.evaluate(() => window.told)) assert.match(words, /^Watched/)
  assert.deepEqual(page.problems, [])
})
