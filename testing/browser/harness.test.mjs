// The harness itself: a journey can only fail rightly if these can.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { axe, eventually, launchBrowser, newPerson, openPage, startServer } from './harness.mjs'

// Stands in for the program: any process that prints an address.
const standIn = (code) => ({ program: process.execPath, args: () => ['-e', code] })
const PAGE = `<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1><img src="data:,"></main>
<script>console.error('a complaint')</script>`
const serving = (page) => `
  require('http').createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(${JSON.stringify(page)}))
    .listen(0, '127.0.0.1', function () { console.log('open http://127.0.0.1:' + this.address().port + '/welcome?once=1') })`

test('a server that ends before it prints an address fails the test with what it said', async (t) => {
  await assert.rejects(startServer(t, standIn('console.error("no such folder"); process.exit(3)')), /no such folder/)
})

test('a killed server is gone and leaves its data to the next', async (t) => {
  const server = await startServer(t, standIn(serving(PAGE)))
  assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.deepEqual(server.links(), [`${server.address}/welcome?once=1`])
  fs.writeFileSync(path.join(server.dir, 'kept'), 'yes')
  await server.kill()
  assert.throws(() => process.kill(server.pid, 0))
  const next = await startServer(t, { ...standIn(serving(PAGE)), dir: server.dir })
  assert.equal(fs.readFileSync(path.join(next.dir, 'kept'), 'utf8'), 'yes')
})

test('a page with an image that says nothing is not accessible, and its complaints are heard', async (t) => {
  const server = await startServer(t, standIn(serving(PAGE)))
  const page = await openPage(await launchBrowser(t))
  await page.goto(server.address)
  assert.match((await axe(page)).join('\n'), /image-alt/)
  await eventually(() => assert.deepEqual(page.problems, ['a complaint']))
})

test('a page works without scripts when the browser has none', async (t) => {
  const server = await startServer(t, standIn(serving(PAGE)))
  const page = await openPage(await launchBrowser(t), { javaScriptEnabled: false })
  await page.goto(server.address)
  assert.equal(await page.textContent('h1'), 'A page')
  assert.deepEqual(page.problems, [])
})

test('somebody new can post on the network', async () => {
  const somebody = await newPerson('carol')
  const { uri } = await somebody.post({ text: 'hello' })
  const { value } = await somebody.app.bsky.feed.post.get({ repo: somebody.session.did, rkey: uri.split('/').pop() })
  assert.equal(value.text, 'hello')
})
