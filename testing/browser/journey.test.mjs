// One person heard and answered, from the first start to the reopened conversation: the real program, a real network,
// a real browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, eventually, launchBrowser, newPerson, openPage } from './harness.mjs'
import { connect, describe, listen, mention, openHouse, png, threadOf } from './house.mjs'

test('somebody is heard in an open browser, answered there, answers back, and the conversation reopens', async (t) => {
  const brand = await newPerson('brand')
  const carol = await newPerson('carol')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/inbox`)

  const said = await mention(carol, brand, `Hallo @${brand.session.handle}, der Aufzug in Port Velle steht seit elf Tagen 🛗`)
  const row = page.locator('#rows a.row', { hasText: 'Port Velle' })
  await row.waitFor()

  await row.click()
  await page.locator('#thread .words', { hasText: 'Port Velle' }).first().waitFor()
  const answer = `Danke, @${carol.session.handle}! Die Rampe kommt heute. https://vellenbahn.example/rampe #PortVelle`
  await page.fill('#reply-text', answer)
  await page.click('#reply-form button[type=submit]')
  await page.locator('#thread .state', { hasText: 'Delivered' }).waitFor()

  const heard = await eventually(async () => {
    const { replies } = await threadOf(carol, said.uri)
    assert.equal(replies.length, 1)
    return replies[0].post
  })
  assert.equal(heard.author.did, brand.session.did)
  assert.equal(heard.record.text, answer)
  assert.equal(heard.record.reply.parent.uri, said.uri)
  assert.equal(heard.record.reply.root.cid, said.cid)
  const marked = heard.record.facets.map(({ index, features: [feature] }) => [
    Buffer.from(answer).subarray(index.byteStart, index.byteEnd).toString(), feature.$type.split('#')[1], feature.did ?? feature.uri ?? feature.tag,
  ])
  assert.deepEqual(marked, [
    [`@${carol.session.handle}`, 'mention', carol.session.did],
    ['https://vellenbahn.example/rampe', 'link', 'https://vellenbahn.example/rampe'],
    ['#PortVelle', 'tag', 'PortVelle'],
  ])
  // Answered: it is her turn, and the list of those who wait is empty.
  await page.goto(`${server.address}/inbox`)
  await page.locator('main', { hasText: 'waiting' }).waitFor()
  assert.equal(await page.locator('#rows a.row').count(), 0)

  await carol.post({ text: 'Gleis 2 hat aber drei Stufen!', reply: { root: said, parent: { uri: heard.uri, cid: heard.cid } } })
  await page.locator('#rows a.row', { hasText: 'drei Stufen' }).click()
  await page.locator('#thread .words', { hasText: 'drei Stufen' }).waitFor()
  assert.match(await page.textContent('#thread .facts'), /open/)
  assert.deepEqual(page.problems, [])
})

test('a picture that somebody posts is fetched from their own server, shown from here, and found by what it shows', async (t) => {
  const brand = await newPerson('brand')
  const emma = await newPerson('emma')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  await page.goto(`${server.address}/inbox`)

  const { data: { blob } } = await emma.uploadBlob(png(120, 80, [200, 30, 30]), { encoding: 'image/png' })
  const image = (alt) => ({ image: blob, alt, aspectRatio: { width: 120, height: 80 } })
  await mention(emma, brand, `@${brand.session.handle} seht euch das an`, undefined, {
    embed: { $type: 'app.bsky.embed.images', images: [image('Ein roter Aufzug mit einem Zettel')] },
  })
  await mention(emma, brand, `@${brand.session.handle} nichts für schwache Nerven`, undefined, {
    embed: { $type: 'app.bsky.embed.images', images: [image('')] },
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'graphic-media' }] },
  })

  await page.locator('#rows a.row', { hasText: 'seht euch das an' }).click()
  const picture = page.locator('#thread figure.picture img')
  await picture.waitFor()
  assert.equal(await picture.getAttribute('alt'), 'Ein roter Aufzug mit einem Zettel')
  await page.waitForFunction(() => document.querySelector('#thread figure.picture img')?.naturalWidth === 120)
  assert.match(await picture.getAttribute('src'), /^\/media\/[0-9a-f]{64}$/)
  assert.deepEqual(await axe(page), [])

  await page.locator('#rows a.row', { hasText: 'schwache Nerven' }).click()
  const glass = page.locator('#thread details.glass')
  await glass.waitFor()
  assert.match(await glass.locator('img').evaluate((img) => getComputedStyle(img).filter), /blur/)
  await glass.locator('summary').click()
  assert.equal(await glass.locator('img').evaluate((img) => getComputedStyle(img).filter), 'none')
  await glass.locator('figcaption', { hasText: 'no description given' }).waitFor()
  assert.deepEqual(await axe(page), [])

  // Searched by what it shows.
  await page.goto(`${server.address}/inbox?view=all&q=has%3Aimage+Zettel`)
  await page.locator('#rows a.row', { hasText: 'seht euch das an' }).waitFor()
  assert.equal(await page.locator('#rows a.row').count(), 1)

  assert.deepEqual(page.problems, [])
})

test('without any account a topic is heard over Jetstream, in both forms, and edits and deletions are followed', async (t) => {
  const dora = await newPerson('dora')
  const { server, page } = await openHouse(t)
  const word = `fernkamp${Math.random().toString(36).slice(2, 8)}`
  await describe(page, server, 'Fernkamp', word)
  for (const [name, url] of [['v1', process.env.ATPROTO_JETSTREAM_URL], ['v2', process.env.ATPROTO_JETSTREAM_V2_URL]]) {
    await listen(page, server, url, `Everybody ${name}`)
    await page.goto(`${server.address}/inbox?view=all`)

    const said = await dora.post({ text: `Nobody told us about ${word} today (${name})` })
    const row = page.locator('#rows a.row', { hasText: `(${name})` })
    await row.waitFor()
    await row.click()
    await page.locator('#composer', { hasText: 'only listens' }).waitFor()
    const met = page.locator('#thread .msg mark', { hasText: word })
    assert.equal(await met.evaluate((mark) => getComputedStyle(mark).display), 'inline', 'a word that met a topic stays in its sentence')

    const rkey = said.uri.split('/').pop()
    await dora.com.atproto.repo.putRecord({
      repo: dora.session.did, collection: 'app.bsky.feed.post', rkey,
      record: { $type: 'app.bsky.feed.post', text: `Somebody told us about ${word} after all (${name})`, createdAt: new Date().toISOString() },
    })
    await page.locator('#thread .words', { hasText: 'after all' }).waitFor()
    await dora.deletePost(said.uri)
    await page.locator('#thread', { hasText: 'deleted' }).waitFor()
    assert.equal(await page.locator('#thread', { hasText: 'after all' }).count(), 0)

    // Paused, so that the other form is heard alone.
    const { address } = server
    await page.goto(`${address}/channels`)
    await page.click(`main a:has-text("Everybody ${name}")`)
    await page.click('main button:has-text("Pause")')
    await page.locator('main', { hasText: 'Paused' }).waitFor()
  }
  assert.deepEqual(page.problems, [])
})

test('an answer to words that are no longer the last is stopped, shown why, and goes out only when told so', async (t) => {
  const brand = await newPerson('brand')
  const emil = await newPerson('emil')
  // Without scripts: the guard is the server's.
  const { server, page } = await openHouse(t, { javaScriptEnabled: false })
  await connect(page, server, brand)

  const said = await mention(emil, brand, `Is line 4 running, @${brand.session.handle}?`)
  await eventually(async () => {
    await page.goto(`${server.address}/inbox`)
    await page.locator('#rows a.row', { hasText: 'line 4' }).click({ timeout: 1_000 })
  })
  await mention(emil, brand, `Never mind @${brand.session.handle}, the bus came.`, { root: said, parent: said })
  const other = await openPage(await launchBrowser(t), { storageState: await page.context().storageState() })
  await other.goto(page.url())
  await other.locator('#thread .words', { hasText: 'the bus came' }).waitFor()

  await page.fill('#reply-text', 'It is running again since nine.')
  await page.click('#reply-form button[type=submit]')
  await page.locator('#stale', { hasText: 'the bus came.' }).waitFor()
  assert.equal(await page.inputValue('#reply-text'), 'It is running again since nine.')
  assert.equal(((await threadOf(emil, said.uri)).replies ?? []).filter((each) => each.post.author.did === brand.session.did).length, 0)
  await page.click('#stale button')
  await eventually(async () => {
    const all = JSON.stringify(await threadOf(emil, said.uri))
    assert.match(all, /running again since nine/)
  })
})

test('what is written survives leaving, an undone answer comes back as a draft, and notes stay inside', async (t) => {
  const brand = await newPerson('brand')
  const fay = await newPerson('fay')
  const { server, page } = await openHouse(t)
  await connect(page, server, brand)
  const said = await mention(fay, brand, `Lost my hat on your train @${brand.session.handle}`)
  await page.goto(`${server.address}/inbox`)
  await page.locator('#rows a.row', { hasText: 'my hat' }).click()
  await page.locator('#reply-text').waitFor()

  await page.keyboard.press('r')
  await page.keyboard.type('Which train was it')
  await eventually(async () => {
    const copy = await openPage(page.context().browser(), { storageState: await page.context().storageState() })
    await copy.goto(page.url())
    assert.equal(await copy.inputValue('#reply-text'), 'Which train was it')
    await copy.context().close()
  })
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.keyboard.type('Lost property opens at nine')
  await page.keyboard.press('Control+Enter')
  await page.locator('#thread .note', { hasText: 'opens at nine' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.locator('#thread .facts', { hasText: 'done' }).waitFor()
  await page.keyboard.press('z')
  await page.locator('#thread .facts', { hasText: 'open' }).waitFor()
  const { replies } = await threadOf(fay, said.uri)
  assert.equal((replies ?? []).length, 0, 'neither note nor draft left the house')
  assert.deepEqual(page.problems, [])
})

test('every page can be read by everyone: nothing for axe to find, in the dark, on a phone', async (t) => {
  const brand = await newPerson('brand')
  const gus = await newPerson('gus')
  const { server, page, browser } = await openHouse(t)
  await connect(page, server, brand)
  await describe(page, server, 'Hats', 'hat OR hats')
  await mention(gus, brand, `Nice hats @${brand.session.handle}`)
  await page.goto(`${server.address}/inbox`)
  await page.locator('#rows a.row', { hasText: 'Nice hats' }).click()
  await page.locator('#composer').waitFor()
  const conversation = new URL(page.url()).pathname
  await page.goto(`${server.address}/me`)
  const seat = await page.getAttribute('main a[href$="/seat"]', 'href')
  const storageState = await page.context().storageState()
  const paths = ['/inbox', '/inbox?view=all&q=hats', '/inbox?view=all&q=-hats', '/inbox?view=all&q=nothing', '/inbox?view=spam', conversation, '/floor', '/floor?wall=1', '/dials', '/dials/change', '/figures', '/figures?days=7&by=language', '/channels', '/channels/new', '/channels/new/atproto', '/channels/new/feed', '/topics', '/topics/new', '/language', '/saved-replies', '/saved-replies/new', '/facts', '/facts/new', '/statements', '/statements/new', '/studies', '/studies/new', '/insights', '/macros', '/macros/new', '/webhooks', '/webhooks/new', '/labels', '/house-rules', `${conversation.replace('inbox', 'conversations')}/arrange`, '/calendars', '/calendars/new', '/sla', '/sla/new', '/rules', '/rules/new', '/teams', '/teams/new', '/notices', '/desks/communication', '/desks/marketing', '/desks/research', '/desks/service', '/desks/engagement', '/me/signatures', '/outgoing', '/approval-policies', '/approval-policies/new', '/owed', '/people', '/people?q=nobody', '/commitments', '/corrections', `${conversation.replace('inbox', 'conversations')}/wrong`, seat, `${conversation.replace('inbox', 'conversations')}/saved-replies`, '/members', '/me', '/tokens', '/nowhere']
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 390, height: 844 } }]) {
    const reader = await openPage(browser, { ...options, storageState })
    for (const path of paths) {
      await reader.goto(server.address + path)
      assert.deepEqual(await axe(reader), [], `${path} ${JSON.stringify(options)}`)
      const overflow = await reader.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(overflow <= 0, `${path} is ${overflow} px wider than its window ${JSON.stringify(options)}`)
    }
    assert.deepEqual(reader.problems, [])
  }
})
