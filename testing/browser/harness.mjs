// What the browser journeys stand on: the real program on a data folder of its own, a real browser, real people
// on the network. Everything a test starts is ended with the test. Run by `cargo xtask test --only browser`, which sets
//   COFFEEHOUSE_BIN   the built program
//   CHROMIUM          the browser
//   ATPROTO_…         the network (testing/peers/atproto)
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

// The packages lie in the target folder, so that the source has none.
const packages = fileURLToPath(new URL('../../target/testing/browser/package.json', import.meta.url))
const require = createRequire(packages)
const { chromium } = require('playwright-core')
const { AtpAgent } = require('@atproto/api')
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** How long anything may take that a person would wait for. Generous: a busy machine is no failure. */
export const PATIENCE_MS = 30_000

/**
 * Starts the program and waits until it has printed its address.
 * `args` gets the data folder; without it, `serve` on a free port. `dir` reuses the data of an earlier server.
 * @returns {Promise<{address: string, links: () => string[], ownerLink: () => Promise<string>, output: () => string,
 *   dir: string, pid: number, stop: () => Promise<void>, kill: () => Promise<void>}>} `links` are all addresses
 *   printed so far; `stop` asks politely, `kill` is kill -9.
 */
export async function startServer(t, { args = serveOn, env = {}, dir, program = process.env.COFFEEHOUSE_BIN } = {}) {
  assert.ok(program, 'COFFEEHOUSE_BIN is not set: run `cargo xtask test --only browser`')
  const folder = dir ?? temporaryFolder(t)
  const child = spawn(program, args(folder), { env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  const ended = new Promise((resolve) => {
    child.once('error', (error) => { printed += `${error}\n`; resolve() })
    child.once('exit', resolve)
  })
  let isRunning = true
  ended.then(() => (isRunning = false))

  const end = async (signal) => {
    if (isRunning) child.kill(signal)
    const timer = setTimeout(() => isRunning && child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(timer)
  }
  finallyDo(t, () => end('SIGTERM'))

  const links = () => printed.match(/https?:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+[^\s"'<>]*/g) ?? []
  await eventually(() => {
    assert.ok(isRunning, `the server ended:\n${printed}`)
    assert.ok(links().length > 0, `the server printed no address:\n${printed}`)
  }, { unless: () => !isRunning })
  return {
    address: new URL(links()[0]).origin,
    links,
    ownerLink: () => eventually(() => {
      const link = links().find((each) => each.includes('/welcome/'))
      assert.ok(link, `the server printed no link for its owner:\n${printed}`)
      return link
    }),
    output: () => printed,
    dir: folder,
    pid: child.pid,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

// The network of the tests is on loopback, which the guard of outgoing requests would refuse.
const serveOn = (dir) => ['serve', '--data', dir, '--listen', '127.0.0.1:0', '--allow-private-addresses']

// The settings of whoever runs the tests are not the tests'.
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('COFFEEHOUSE_')))

// At the test's end, in reverse: node runs its own hooks first to last, and a folder would go before its server.
// `t` is a test's context, or anything else with an `after` (the module `node:test`, for a whole file).
const endings = new WeakMap()
function finallyDo(t, ending) {
  if (!endings.has(t)) {
    const list = []
    endings.set(t, list)
    t.after(async () => { for (const each of list.reverse()) await each() })
  }
  endings.get(t).push(ending)
}

function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coffeehouse-browser-'))
  finallyDo(t, () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts a browser; ended with the test. */
export async function launchBrowser(t) {
  assert.ok(process.env.CHROMIUM, 'CHROMIUM is not set: run `cargo xtask test --only browser`')
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    // Root has no sandbox, and a container little shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  finallyDo(t, () => browser.close())
  return browser
}

/**
 * Opens a page in a context of its own (its own cookies), as another person would.
 * `page.problems` lists what went wrong in it: errors of scripts, complaints on the console (the content security
 * policy complains there), answers of 500 and above. `options` are playwright's (viewport, colorScheme, javaScriptEnabled …).
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(String(error)))
  // Chromium repeats every answer of 400 and above on the console; a form refused is no problem of the page.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.problems.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) page.problems.push(`${response.status()} ${response.url()}`)
  })
  return page
}

/**
 * Returns what is wrong with the page for people with disabilities, one line each; empty when nothing is.
 * Rules of WCAG 2.2 A and AA and best practice, as axe-core knows them.
 */
export async function axe(page, options = {}) {
  // Evaluated, not inserted as a script: the page's policy would rightly refuse that.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options)
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}: ${help}`))
}

/** Waits until `claim` holds (throws nothing), and returns what it returns; else throws its last complaint. */
export async function eventually(claim, { within = PATIENCE_MS, unless = () => false } = {}) {
  const deadline = Date.now() + within
  for (;;) {
    try {
      return await claim()
    } catch (error) {
      if (unless() || Date.now() >= deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Returns somebody of the network, logged in: 'brand', 'alice' or 'bob'. */
export async function person(name) {
  const key = `ATPROTO_${name.toUpperCase()}`
  const agent = new AtpAgent({ service: process.env.ATPROTO_PDS_URL })
  await agent.login({ identifier: process.env[`${key}_HANDLE`], password: process.env[`${key}_APP_PASSWORD`] })
  return agent
}

/** Returns somebody new on the network, whom no other test knows. */
export async function newPerson(name) {
  const agent = new AtpAgent({ service: process.env.ATPROTO_PDS_URL })
  const handle = `${name}-${Math.random().toString(36).slice(2, 8)}.test`
  await agent.createAccount({ email: `${handle}@example.test`, handle, password: `${name}-password` })
  return agent
}
