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

/** The conversation in which most was said, in letters that every machine has. */
async function liveliest(page, address) {
  await page.goto(`${address}/inbox?view=all`)
  const rows = await page.locator('#rows a.row').evaluateAll((all) => all.map((row) => row.href))
  let best = { said: 0, link: rows[0] }
  for (const link of rows.slice(0, 40)) {
    await page.goto(link)
    const said = await page.locator('#thread article').count()
    const isPlain = await page.locator('#thread :is([lang=ja], [lang=ar])').count() === 0
    if (isPlain && said > best.said) best = { said, link: link.replace('view=all', 'view=waiting') }
  }
  return best.link
}

try {
  const server = await startServer(run, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '1'] })
  const browser = await launchBrowser(run)
  const start = await openPage(browser, { viewport: SIZES.wide })
  await start.goto(`${server.address}/enter`)
  const conversation = await liveliest(start, server.address)
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
