// Takes a picture of every page of the demo, light and dark, wide and phone: the same seed gives the same people.
// `cargo xtask screenshots` runs it and puts the README's pictures in their place.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { launchBrowser, openPage, startServer } from '../harness.mjs'

const FOLDER = fileURLToPath(new URL('../../../target/screenshots', import.meta.url))
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

/** The conversation in which most was said, in letters that every machine has. */
async function liveliest(page, address) {
  await page.goto(`${address}/inbox?view=all`)
  const rows = await page.locator('#rows a.row').evaluateAll((all) => all.map((row) => row.href))
  let best = { said: 0, link: rows[0] }
  for (const link of rows.slice(0, 40)) {
    await page.goto(link)
    const said = await page.locator('#thread article').count()
    const isPlain = await page.locator('#thread :is([lang=ja], [lang=ar])').count() === 0
    if (isPlain && said > best.said) best = { said, link }
  }
  return new URL(best.link).pathname
}

test('every page has its picture', async (t) => {
  fs.mkdirSync(FOLDER, { recursive: true })
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '1'] })
  const browser = await launchBrowser(t)
  const start = await openPage(browser, { viewport: SIZES.wide })
  await start.goto(`${server.address}/enter`)
  const inbox = `${await liveliest(start, server.address)}?view=waiting`
  await start.goto(`${server.address}/channels`)
  const channel = await start.locator('main a[href^="/channels/"]:not([href*="new"])').first().getAttribute('href')
  await start.goto(`${server.address}/topics`)
  const topic = await start.locator('main a[href^="/topics/"]:not([href*="new"])').first().getAttribute('href')
  const storageState = await start.context().storageState()
  const pages = {
    inbox, channel, topic,
    list: '/inbox?view=waiting',
    floor: '/floor',
    'floor-wall': '/floor?wall=1',
    topics: '/topics',
    channels: '/channels',
    connect: '/channels/new',
    'connect-atproto': '/channels/new/atproto',
    'connect-feed': '/channels/new/feed',
    members: '/members',
    me: '/me',
    tokens: '/tokens',
    'sign-in': '/sign-in',
    'not-found': '/nowhere',
  }
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await openPage(browser, { viewport, colorScheme, storageState })
      for (const [name, where] of Object.entries(pages)) {
        await page.goto(server.address + where)
        const file = path.join(FOLDER, `${name}-${size}-${colorScheme}.png`)
        await page.screenshot({ path: file })
        assert.ok(fs.statSync(file).size > 5_000, `${file} shows nothing`)
      }
      await page.context().close()
    }
  }
})
