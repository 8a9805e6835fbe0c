// Takes a picture of every page, light and dark, wide and phone: of the demo, where the same seed gives the same people,
// and of a house in which nobody has said anything yet. `cargo xtask screenshots` runs it and puts the README's pictures
// in their place.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openHouse } from '../house.mjs'
import { launchBrowser, openPage, startServer } from '../harness.mjs'

const FOLDER = fileURLToPath(new URL('../../../target/screenshots', import.meta.url))
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

const ONE_WINDOW = ['inbox', 'floor']

/** The conversation in which most was said, by them and by us, in English and in signs that every machine has. */
async function liveliest(page, address) {
  await page.goto(`${address}/inbox?view=all&q=lang:en`)
  const rows = await page.locator('#rows a.row').evaluateAll((all) => all.map((row) => row.href))
  let best = { said: 0, link: rows[0] }
  for (const link of rows.slice(0, 40)) {
    await page.goto(link)
    const said = await page.locator('#thread').evaluate((thread) => {
      const isPlain = !thread.querySelector('.said:not([lang=en])') && !/\p{Extended_Pictographic}/u.test(thread.textContent.replaceAll('↗', ''))
      const isOpen = !/done|archived/.test(thread.querySelector('.facts').textContent)
      const isAnswered = thread.querySelector('.msg.ours') !== null
      return isPlain ? thread.querySelectorAll('article').length + 3 * isAnswered + 3 * isOpen : 0
    })
    if (said > best.said) best = { said, link }
  }
  return new URL(best.link).pathname
}

/** Where the first link of a list leads. */
async function first(page, address, list) {
  await page.goto(address + list)
  return page.locator(`main h2 a[href^="${list}/"]`).first().getAttribute('href')
}

/** Takes the pictures of `pages`: an address, or an address and what to do there before. */
async function take(browser, address, pages, options = {}) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await openPage(browser, { viewport, colorScheme, ...options })
      for (const [name, given] of Object.entries(pages)) {
        const [where, prepare] = [given].flat()
        await page.goto(address + where)
        await prepare?.(page)
        const file = path.join(FOLDER, `${name}-${size}-${colorScheme}.png`)
        // The tab bar of a phone stands over what is long, so the window is made as tall as the page; not for the README.
        const isTall = !ONE_WINDOW.includes(name) && await page.evaluate(() => document.documentElement.scrollHeight > innerHeight)
        if (isTall) await page.setViewportSize({ ...viewport, height: await page.evaluate(() => document.documentElement.scrollHeight) })
        await page.screenshot({ path: file })
        if (isTall) await page.setViewportSize(viewport)
        assert.ok(fs.statSync(file).size > 5_000, `${file} shows nothing`)
      }
      assert.deepEqual(page.problems, [])
      await page.context().close()
    }
  }
}

/** Chooses the first rows of a list. */
async function chosen(page) {
  for (const box of (await page.locator('.pick').all()).slice(0, 3)) await box.check()
}

/** Looks at what would become of all that a list holds; nothing is changed. */
async function looked(page) {
  await page.locator('.pick').first().check()
  await page.selectOption('#bulk-scope', 'all')
  await page.click('.bulk-done')
  await page.locator('#deed', { hasText: 'would change' }).waitFor()
}

/** Clicks something, where this size of page has it. */
const press = (selector) => async (page) => {
  if (await page.locator(selector).isVisible()) await page.click(selector)
}

test('every page of a house full of people has its picture', async (t) => {
  fs.mkdirSync(FOLDER, { recursive: true })
  const server = await startServer(t, { args: () => ['demo', '--listen', '127.0.0.1:0', '--seed', '1'] })
  const browser = await launchBrowser(t)
  const start = await openPage(browser, { viewport: SIZES.wide })
  await start.goto(`${server.address}/enter`)
  const conversation = `${await liveliest(start, server.address)}?view=waiting`
  const [channel, topic] = [await first(start, server.address, '/channels'), await first(start, server.address, '/topics')]
  await start.goto(`${server.address}/inbox?view=all&q=has:image`)
  const pictured = await start.locator('#rows a.row').first().getAttribute('href')
  const storageState = await start.context().storageState()
  const tried = async (page) => {
    await page.fill('[name=name]', 'The weather')
    await page.fill('[name=query]', 'rain OR snow OR wind OR Regen OR Schnee')
    await page.click('[formaction="/backtests"]')
    await page.locator('.day-bars').waitFor()
  }
  await start.goto(`${server.address}/rules/new`)
  await start.fill('[name=name]', 'Delays first')
  await start.fill('[name=query]', 'late OR delay OR verspätet OR Verspätung')
  await start.fill('#f-label-0', 'delays')
  await start.selectOption('[name=priority]', 'high')
  await start.click('main form.wide button.main')
  await start.waitForURL(/\/rules\/\d+$/)
  const rule = new URL(start.url()).pathname
  const triedRule = async (page) => {
    await page.click('main button:has-text("Try it")')
    await page.locator('#rule-trial', { hasText: 'were looked through' }).waitFor()
  }
  const misspelt = async (page) => {
    await page.fill('[name=query]', 'lift OR elevator AND (station')
    await page.locator('#query-check .suggestion').waitFor()
  }
  await take(browser, server.address, {
    inbox: conversation,
    note: [conversation, (page) => page.click('label[for=mode-note]')],
    assign: [conversation, (page) => page.click('#assign summary')],
    context: `${conversation}#context`,
    picture: pictured,
    keys: [conversation, press('.all-keys')],
    menu: ['/inbox', (page) => page.click('.me summary')],
    list: '/inbox?view=waiting',
    chosen: ['/inbox?view=waiting', chosen],
    'chosen-decide': ['/inbox?view=waiting', async (page) => { await chosen(page); await page.click('#bulk-triage summary') }],
    arrange: conversation.replace('/inbox/', '/conversations/').replace('?', '/arrange?'),
    decide: [conversation, (page) => page.click('#triage summary')],
    views: '/views',
    'view-new': '/views/new?view=waiting&q=train',
    labels: '/labels',
    outgoing: '/outgoing',
    approval: '/approval-policies',
    'approval-new': '/approval-policies/new',
    owed: '/owed',
    people: '/people',
    commitments: '/commitments',
    'saved-replies': '/saved-replies',
    'saved-reply-new': '/saved-replies/new',
    'saved-reply-choose': conversation.replace('/inbox/', '/conversations/').replace('?', '/saved-replies?'),
    'desk-service': '/desks/service',
    dials: '/dials',
    figures: '/figures?by=mood',
    signatures: '/me/signatures',
    facts: '/facts',
    'fact-new': '/facts/new',
    deed: ['/inbox?view=waiting', looked],
    found: '/inbox?view=all&q=train',
    'found-nothing': '/inbox?view=all&q=submarine',
    misread: '/inbox?view=all&q=lift+OR+(ramp',
    spam: '/inbox?view=spam',
    floor: '/floor',
    'floor-whole': '/floor',
    'floor-wall': '/floor?wall=1',
    'floor-wall-light': '/floor?wall=light',
    topics: '/topics',
    calendars: '/calendars',
    teams: '/teams',
    'team-new': '/teams/new',
    'calendar-new': '/calendars/new',
    clocks: '/sla',
    'promise-new': '/sla/new',
    rules: '/rules',
    'rule-new': '/rules/new',
    rule,
    'rule-tried': [rule, triedRule],
    notices: '/notices',
    topic,
    'topic-new': ['/topics/new', (page) => page.click('details.more-fields summary')],
    'topic-misspelt': ['/topics/new', misspelt],
    'topic-tried': ['/topics/new', tried],
    channels: '/channels',
    channel,
    connect: '/channels/new',
    'connect-atproto': '/channels/new/atproto',
    'connect-feed': '/channels/new/feed',
    members: '/members',
    me: '/me',
    tokens: '/tokens',
    'not-found': '/nowhere',
  }, { storageState })
  await take(browser, server.address, { 'sign-in': '/sign-in' })
})

test('every page of an empty house has its picture, from before its first owner on', async (t) => {
  fs.mkdirSync(FOLDER, { recursive: true })
  const unowned = await startServer(t)
  const browser = await launchBrowser(t)
  const link = new URL(await unowned.ownerLink())
  await take(browser, unowned.address, { unowned: '/', welcome: link.pathname, 'used-link': '/welcome/nothing' })
  const { server, page } = await openHouse(t)
  const storageState = await page.context().storageState()
  await take(browser, server.address, {
    'first-run': '/inbox',
    'empty-floor': '/floor',
    'empty-wall': '/floor?wall=1',
    'empty-rules': '/rules',
    'empty-topics': '/topics',
    'empty-channels': '/channels',
    'empty-members': '/members',
    'found-nothing-yet': '/inbox?view=all&q=train',
  }, { storageState })
})
