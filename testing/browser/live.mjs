// live.mjs [OPTIONS OF `coffeehouse bench stream`]: how long until a post's row is painted in a real browser.
//
//   COFFEEHOUSE_BIN=target/release/coffeehouse CHROMIUM=/usr/bin/chromium node testing/browser/live.mjs --seconds 20
//
// The bench's server hears, files and tells 200 readers; one browser reads the inbox along. Measured is the time from a post
// being due at the intake, which is the time that its row bears, until the frame in which the row was painted. Of a
// conversation that two posts reach between two paints, the newer counts. Needs what the browser suite needs.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { launchBrowser, openPage } from './harness.mjs'

const WARM_UP_MS = 2_000

const endings = []
const t = { after: (ending) => endings.push(ending) }
const bench = spawn(process.env.COFFEEHOUSE_BIN, ['bench', 'stream', '--watched', ...process.argv.slice(2)], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = createInterface({ input: bench.stdout })[Symbol.asyncIterator]()
const [address, session] = (await lines.next()).value.split(' session=')

const page = await openPage(await launchBrowser(t), { viewport: { width: 1440, height: 900 } })
await page.context().addCookies([{ name: 'session', value: session, url: address }])
await page.addInitScript(() => {
  globalThis.painted = new Map()
  const look = () => requestAnimationFrame(() => {
    const shown = [...document.querySelectorAll('#rows a.row time')].map((time) => time.dateTime)
    // Before the next task the frame has been painted.
    setTimeout(() => {
      const at = performance.timeOrigin + performance.now()
      for (const due of shown) if (!painted.has(due)) painted.set(due, at)
    })
  })
  addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true }))
})
await page.goto(address)
await page.locator('#live-state', { hasText: 'live' }).waitFor()

bench.stdin.write('\n')
const begun = Date.now()
const told = []
for await (const line of { [Symbol.asyncIterator]: () => lines }) told.push(line)
// The server has gone with the bench; what was painted before stands.
const painted = await page.evaluate(() => [...globalThis.painted])
const delays = painted
  .map(([due, at]) => [Date.parse(due), at])
  .filter(([due]) => due >= begun + WARM_UP_MS)
  .map(([due, at]) => at - due)
  .sort((one, other) => one - other)
const of = (percent) => `${Math.round(delays[Math.min(Math.floor(delays.length * percent / 100), delays.length - 1)])} ms`
console.log(told.join('\n'))
console.log(`from due to painted in a browser: p50 ${of(50)}, p95 ${of(95)}, p99 ${of(99)}, longest ${of(100)}; ${delays.length} rows`)
for (const ending of endings) await ending()
process.exitCode = await new Promise((resolve) => bench.exitCode === null ? bench.once('exit', resolve) : resolve(bench.exitCode))
