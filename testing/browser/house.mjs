// A server of one's own, as its owner sets it up in the browser.
import assert from 'node:assert/strict'
import { crc32, deflateSync } from 'node:zlib'
import { launchBrowser, openPage, startServer } from './harness.mjs'

const ON_LOOPBACK = {
  COFFEEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true',
  COFFEEHOUSE_UNDO_SECONDS: '1',
  COFFEEHOUSE_TIME_ZONE: 'Europe/Amsterdam',
}
export const PASSWORD = 'a quiet corner table'

/** A server with an owner, who is signed in on `page`. `options` are those of the page. */
export async function openHouse(t, options = {}) {
  const server = await startServer(t, { env: ON_LOOPBACK })
  const browser = await launchBrowser(t)
  const page = await openPage(browser, options)
  const link = server.links().find((each) => each.includes('/welcome/'))
  assert.ok(link, 'the first start prints a link for the owner')
  await page.goto(link)
  await page.fill('[name=organisation]', 'Vellenbahn')
  await page.fill('[name=name]', 'Mara Lind')
  await page.fill('[name=email]', 'mara@vellenbahn.example')
  await page.fill('[name=password]', PASSWORD)
  await page.click('main button[type=submit]')
  await page.waitForURL('**/inbox*')
  return { server, browser, page, link }
}

/** A page of somebody else, whom the owner on `page` invited. */
export async function join(page, server, name, role) {
  const email = `${name.toLowerCase().replace(' ', '.')}@vellenbahn.example`
  await page.goto(`${server.address}/members`)
  await page.fill('[name=email]', email)
  await page.check(`[name=role][value=${role}]`)
  await page.click('form[action="/members/invite"] button[type=submit]')
  const link = page.locator('.once input')
  await link.waitFor()
  const other = await openPage(page.context().browser())
  await other.goto(await link.inputValue())
  await other.fill('[name=name]', name)
  await other.fill('[name=password]', PASSWORD)
  await other.click('main button[type=submit]')
  await other.waitForURL('**/inbox*')
  return other
}

/** Unfolds what a form keeps under "more", also where there are no scripts. */
async function unfold(page) {
  for (const summary of await page.locator('main form details:not([open]) summary').all()) await summary.click()
}

async function submit(page) {
  await page.click('main form.connect button[type=submit]')
  await page.waitForURL(/\/channels\/\d+/)
}

/** Connects our account. */
export async function connect(page, server, brand) {
  await page.goto(`${server.address}/channels/new/atproto`)
  await page.fill('[name=name]', 'Our Bluesky')
  await page.fill('[name=handle]', brand.session.handle)
  await page.fill('[name=password]', 'brand-password')
  await unfold(page)
  await page.fill('[name=service]', process.env.ATPROTO_PDS_URL)
  await page.fill('[name=directory]', process.env.ATPROTO_PLC_URL)
  await page.setChecked('[name=jetstream]', false)
  await submit(page)
}

/** Hears everybody, without an account. */
export async function listen(page, server, jetstream, name = 'Everybody') {
  await page.goto(`${server.address}/channels/new/atproto`)
  await page.check('[name=listen_only]')
  await page.fill('[name=name]', name)
  await unfold(page)
  await page.fill('[name=service]', process.env.ATPROTO_PDS_URL)
  await page.fill('[name=directory]', process.env.ATPROTO_PLC_URL)
  await page.fill('[name=jetstream_url]', jetstream)
  await submit(page)
}

/** Describes a topic. */
export async function describe(page, server, name, query) {
  await page.goto(`${server.address}/topics/new`)
  await page.fill('[name=name]', name)
  await page.fill('[name=query]', query)
  await page.click('main form.wide button[type=submit]')
  await page.waitForURL((url) => /^\/topics(\/\d+)?$/.test(url.pathname))
}

/** A post that names somebody, with the facet that makes the network tell them; an answer when `reply` says to what. */
export async function mention(author, of, text, reply, more = {}) {
  const start = Buffer.byteLength(text.slice(0, text.indexOf('@')))
  const end = start + Buffer.byteLength(`@${of.session.handle}`)
  const features = [{ $type: 'app.bsky.richtext.facet#mention', did: of.session.did }]
  return author.post({ ...more, text, reply, facets: [{ index: { byteStart: start, byteEnd: end }, features }] })
}

/** A picture in one colour, as the bytes of a PNG. */
export function png(width, height, colour) {
  const part = (name, body) => {
    const named = Buffer.concat([Buffer.from(name), body])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(body.length, 0)
    frame.writeUInt32BE(crc32(named), 4)
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  const row = Buffer.concat([Buffer.from([0]), ...Array(width).fill(Buffer.from(colour))])
  const rows = deflateSync(Buffer.concat(Array(height).fill(row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  return Buffer.concat([signature, part('IHDR', head), part('IDAT', rows), part('IEND', Buffer.alloc(0))])
}

/** The thread of a post as the network has it. */
export async function threadOf(agent, uri) {
  return (await agent.getPostThread({ uri, depth: 6 })).data.thread
}
