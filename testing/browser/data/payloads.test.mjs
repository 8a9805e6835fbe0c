// What others wrote to break pages, said by people on a real network, heard through the real path, shown in a real
// browser: nothing runs, nothing breaks, nothing is lost. The sets come from COFFEEHOUSE_TEST_DATA.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { eventually, launchBrowser, newPerson, openPage } from '../harness.mjs'
import { describe, openHouse, listen } from '../house.mjs'

const GRAPHEMES_MAX = 300
const AT_ONCE = 100

/** The texts of a set that a post can hold. */
function texts(file, member) {
  const lines = fs.readFileSync(path.join(process.env.COFFEEHOUSE_TEST_DATA, file), 'utf8').split('\n').filter(Boolean)
  const all = lines.map((line) => JSON.parse(line)).map((row) => (typeof row === 'string' ? row : row[member]))
  const segmenter = new Intl.Segmenter()
  const fits = (text) => [...segmenter.segment(text)].length <= GRAPHEMES_MAX - 30 && text.isWellFormed()
  return [...new Set(all.filter((text) => text && fits(text)))]
}

const SETS = [
  ['xss/payloads.jsonl', 'payload'],
  ['xss/dompurify_cases.jsonl', 'payload'],
  ['naughty_strings/blns.jsonl', 'string'],
]

for (const [file, member] of SETS) {
  test(`nothing of ${file} runs, breaks a page or is lost`, async (t) => {
    const said = texts(file, member)
    assert.ok(said.length > 50, `${file} holds ${said.length} texts that fit`)
    const { server, page } = await openHouse(t)
    const word = `sugarcube${Math.random().toString(36).slice(2, 8)}`
    await describe(page, server, 'Payloads', word)
    await listen(page, server, process.env.ATPROTO_JETSTREAM_V2_URL)
    const mallory = await newPerson('mallory')
    await mallory.app.bsky.actor.profile.create({ repo: mallory.session.did }, { displayName: '<img src=x onerror=alert(1)>"\'>' })
    for (let first = 0; first < said.length; first += AT_ONCE) {
      const writes = said.slice(first, first + AT_ONCE).map((text, at) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection: 'app.bsky.feed.post',
        value: { $type: 'app.bsky.feed.post', text: `${word} ${text}`, createdAt: new Date(Date.now() + first + at).toISOString() },
      }))
      await mallory.com.atproto.repo.applyWrites({ repo: mallory.session.did, writes })
    }
    let ran = 0
    page.on('dialog', (dialog) => { ran += 1; return dialog.dismiss() })
    // A network address that a payload names must never be asked for.
    const asked = []
    page.on('request', (request) => { if (!request.url().startsWith(server.address)) asked.push(request.url()) })

    // A search leaves nothing aside: neither what is spam nor what begins like another.
    const shown = await eventually(async () => {
      const rows = []
      let next = `${server.address}/inbox?view=all&q=${word}`
      while (next) {
        await page.goto(next)
        rows.push(...await page.locator('#rows a.row').evaluateAll((all) => all.map((row) => ({ words: row.querySelector('.words').textContent, link: row.href }))))
        next = await page.locator('#rows p.more a.btn').evaluateAll((links) => links[0]?.href)
      }
      assert.equal(rows.length, said.length)
      return rows
    }, { within: 120_000 })
    // No page can hold every control character; what is left of a text, and in which order, is the same.
    const plain = (text) => text.replace(/[\p{Cc}\uFFFD\s]+/gu, '')
    const seen = new Set(shown.map(({ words }) => plain(words)))
    const expected = said.map((text) => plain(`${word} ${text}`))
    assert.deepEqual(expected.filter((text) => !seen.has(text)), [])

    const links = shown.map(({ link }) => link)
    for (const link of links.filter((_, at) => at % Math.ceil(links.length / 40) === 0)) {
      await page.goto(link)
      await page.locator('#thread .words').first().waitFor()
    }
    assert.equal(ran, 0)
    assert.deepEqual(asked, [])
    assert.deepEqual(page.problems, [])
  })
}
