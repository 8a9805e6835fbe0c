// Takes the pictures of the documentation from the demo: the same seed gives the same people.
//   node testing/browser/screenshots.mjs FOLDER      (COFFEEHOUSE_BIN and CHROMIUM set; `cargo xtask screenshots` does all that)
import assert from 'node:assert/strict'
import path from 'node:path'
import fs from 'node:fs'
import { launchBrowser, openPage, startServer } from './harness.mjs'

const folder = process.argv[2]
assert.ok(folder, 'where to put the pictures?')
fs.mkdirSync(folder, { recursive: true })

const endings = []
const run = { after: (ending) => endings.push(ending) }
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const PAGES = [
  ['inbox', null],
  ['list', '/inbox?view=all'],
  ['topics', '/topics'],
  ['topic', '/topics/new'],
  ['channels', '/channels'],
  ['channel', 'main a[href^="/channels/"]:not([href*="new"])'],
  ['connect', '/channels/new/atproto'],
  ['members', '/members'],
  ['sign-in', '/sign-in'],
]

try {
  const server = await startServer(run, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '1'] })
  const browser = await launchBrowser(run)
  const start = await openPage(browser, { viewport: SIZES.wide })
  await start.goto(`${server.address}/enter`)
  const row = start.locator('#rows a.row', { hasNot: start.locator('[lang=ja]') }).nth(2)
  const conversation = new URL(await row.getAttribute('href'), server.address).href
  const storageState = await start.context().storageState()
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await openPage(browser, { viewport, colorScheme, storageState })
      let last = server.address
      for (const [name, where] of PAGES) {
        if (where === null) await page.goto(conversation)
        else if (where.startsWith('/')) await page.goto(server.address + where)
        else { await page.goto(`${last}`); await page.locator(where).first().click(); await page.waitForLoadState() }
        last = page.url()
        await page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`) })
      }
      await page.context().close()
    }
  }
  console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`)
} finally {
  for (const ending of endings.reverse()) await ending()
}
