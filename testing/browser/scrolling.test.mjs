// A list of more people than one page shows, scrolled from its beginning to its end and back: nobody is left out, nothing jumps.
// With PEOPLE=10000 it tells how smoothly that many go by.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { startServer } from './harness.mjs'
import { openHouse } from './house.mjs'

const PEOPLE = Number(process.env.PEOPLE ?? 1_100)
/** As many rows as the server shows on one page. */
const ROWS_MAX = 500

/** So many conversations, each with somebody else about something else, as a file of an import. */
function crowd(folder) {
  const word = (number) => [...number.toString(36)].map((digit) => `${digit}${digit}`).join('')
  const rows = Array.from({ length: PEOPLE }, (_, number) => ({
    id: `c${number}`, author: `caller${number}`, text: `No. ${number}: ${word(number)} ${word(number * 7919)} ${word(number * 104_729)}`,
    posted_at: new Date(Date.now() - (PEOPLE - number) * 60_000).toISOString(), addressed: true,
  }))
  const file = path.join(folder, 'crowd.jsonl')
  fs.writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'))
  return file
}

/** The numbers of the people in sight, from the top, and how many rows there are. */
const look = (page) => page.evaluate(() => {
  const pane = document.getElementById('rows').getBoundingClientRect()
  const all = [...document.querySelectorAll('#rows a.row')]
  const inSight = all.filter((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > pane.top && top < pane.bottom
  })
  return { numbers: inSight.map((row) => Number(/No\. (\d+)/.exec(row.textContent)[1])), count: all.length }
})

/** Turns the wheel until it leads no further; what was in sight before and after each turn. */
async function scroll(page, by) {
  const seen = [await look(page)]
  let still = 0
  while (still < 8) {
    await page.mouse.wheel(0, by)
    // Two frames: the wheel has moved the list, and what that asked for has begun.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    const shown = await look(page)
    still = seen.at(-1)?.numbers[0] === shown.numbers[0] ? still + 1 : 0
    if (still > 0) {
      await page.waitForFunction(() => !document.documentElement.classList.contains('is-loading'))
      await page.waitForTimeout(50)
    }
    seen.push(shown)
  }
  return seen
}

test('a long list is scrolled to its end and back, and nobody is left out', async (t) => {
  const { server: first, page } = await openHouse(t)
  await first.stop()
  execFileSync(process.env.COFFEEHOUSE_BIN, ['import', '--data', first.dir, '--archive-after', 'never', crowd(first.dir)])
  const server = await startServer(t, { dir: first.dir })
  await page.goto(`${server.address}/inbox?view=all`)
  await page.locator('#rows a.row').first().hover()
  await page.evaluate(() => {
    globalThis.frames = []
    let last = performance.now()
    const next = (now) => { frames.push(now - last); last = now; requestAnimationFrame(next) }
    requestAnimationFrame(next)
  })

  const down = await scroll(page, 300)
  assert.deepEqual(down[0].numbers[0] > PEOPLE - 20 && down.at(-1).numbers.at(-1), 0, 'from the newest to the oldest')
  const met = new Set(down.flatMap((shown) => shown.numbers))
  const missing = Array.from({ length: PEOPLE }, (_, number) => number).filter((number) => !met.has(number))
  assert.deepEqual(missing, [], 'everybody came by')
  const up = await scroll(page, -300)
  assert.equal(up.at(-1).numbers[0], PEOPLE - 1, 'back at the newest')
  const firsts = [down, up].map((way) => way.map((shown) => shown.numbers[0]))
  assert.ok(firsts[0].every((number, at) => at === 0 || number <= firsts[0][at - 1]), 'never back on the way down')
  assert.ok(firsts[1].every((number, at) => at === 0 || number >= firsts[1][at - 1]), 'nor down on the way back')
  assert.ok([...down, ...up].every((shown) => shown.count <= ROWS_MAX), 'and the page stays as long as one page is')
  assert.deepEqual(page.problems, [])

  const frames = (await page.evaluate(() => globalThis.frames)).sort((one, other) => one - other)
  const of = (percent) => `${frames[Math.min(Math.floor(frames.length * percent / 100), frames.length - 1)].toFixed(1)} ms`
  console.log(`${PEOPLE} people there and back: frames p50 ${of(50)}, p95 ${of(95)}, p99 ${of(99)}, longest ${of(100)}, ${frames.length} of them`)
})
