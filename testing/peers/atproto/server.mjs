// A whole AT Protocol network in one process: PLC directory (in memory), Bluesky's app view (PostgreSQL), a PDS
// with the accounts brand, alice and bob, and the relay. Writes KEY=VALUE lines to ATPROTO_DIR/env once all is up.
// @atproto/dev-env 0.3.215 is the last line of releases for Node 20; its own TestNetwork wants Redis and a
// moderation service too, so the three servers are put together here.
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { startRelay } from './relay.mjs'

const HOST = '127.0.0.1'
const { ATPROTO_DIR: dir, ATPROTO_PACKAGES: packages, ATPROTO_DATABASE: database } = process.env
const port = Number(process.env.ATPROTO_PORT)
const ports = { plc: port, pds: port + 1, appView: port + 2, relay: port + 3 }
const require = createRequire(path.join(packages, 'package.json'))

listenOnLoopbackOnly()
const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = require('@atproto/dev-env')

const plc = await TestPlc.create({ port: ports.plc })
const appView = await TestBsky.create({
  port: ports.appView,
  plcUrl: plc.url,
  pdsPort: ports.pds,
  repoProvider: `ws://${HOST}:${ports.pds}`,
  dbPostgresUrl: database,
  // A new one each time; the app view takes letters only.
  dbPostgresSchema: `appview_${randomBytes(6).toString('hex').replace(/\d/g, (digit) => 'ghijklmnop'[digit])}`,
})
const pds = await TestPds.create({
  port: ports.pds,
  didPlcUrl: plc.url,
  bskyAppViewUrl: appView.url,
  bskyAppViewDid: appView.ctx.cfg.serverDid,
  enableDidDocWithSession: true,
  dataDirectory: path.join(dir, 'pds'),
  blobstoreDiskLocation: path.join(dir, 'blobs'),
  rateLimitsEnabled: process.env.ATPROTO_RATE_LIMITS === '1',
})
mockNetworkUtilities(pds, appView)
await startRelay({ require, host: HOST, port: ports.relay, service: `ws://${HOST}:${ports.pds}`, idResolver: pds.ctx.idResolver })

const facts = {
  ATPROTO_PDS_URL: `http://${HOST}:${ports.pds}`,
  ATPROTO_PLC_URL: `http://${HOST}:${ports.plc}`,
  ATPROTO_APPVIEW_URL: `http://${HOST}:${ports.appView}`,
  ATPROTO_APPVIEW_DID: appView.ctx.cfg.serverDid,
  ATPROTO_FIREHOSE_URL: `ws://${HOST}:${ports.pds}/xrpc/com.atproto.sync.subscribeRepos`,
  ATPROTO_JETSTREAM_URL: `ws://${HOST}:${ports.relay}/subscribe`,
  ATPROTO_JETSTREAM_V2_URL: `ws://${HOST}:${ports.relay}/xrpc/network.bsky.jetstream.subscribeEvents`,
  ATPROTO_RELAY_URL: `http://${HOST}:${ports.relay}`,
}
for (const name of ['brand', 'alice', 'bob']) Object.assign(facts, await account(name))

// Written whole or not at all: whoever sees the file may use the network.
const file = path.join(dir, 'env')
fs.writeFileSync(`${file}.new`, Object.entries(facts).map(([key, value]) => `${key}=${value}\n`).join(''))
fs.renameSync(`${file}.new`, file)
console.log('ready')

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, close)

async function close() {
  // Open connections would hold it up; nothing here outlives the process anyway.
  setTimeout(() => process.exit(0), 500).unref()
  for (const server of [pds, appView, plc]) await server.close().catch(() => {})
  process.exit(0)
}

async function account(name) {
  const agent = pds.getClient()
  const [handle, password] = [`${name}.test`, `${name}-password`]
  await agent.createAccount({ email: `${name}@example.test`, handle, password })
  const app = await agent.com.atproto.server.createAppPassword({ name: 'coffeehouse' })
  await agent.app.bsky.actor.profile.create({ repo: agent.did }, {
    displayName: name[0].toUpperCase() + name.slice(1),
    description: `Test account ${name}`,
  })
  const key = `ATPROTO_${name.toUpperCase()}`
  return {
    [`${key}_HANDLE`]: handle,
    [`${key}_DID`]: agent.did,
    [`${key}_PASSWORD`]: password,
    [`${key}_APP_PASSWORD`]: app.data.password,
  }
}

// The packages give `listen` a port and no host, which would mean every address of the machine.
function listenOnLoopbackOnly() {
  const listen = net.Server.prototype.listen
  net.Server.prototype.listen = function (...args) {
    if (typeof args[0] === 'number' || typeof args[0] === 'string') {
      return listen.call(this, { port: Number(args[0]), host: HOST }, args.find((arg) => typeof arg === 'function'))
    }
    if (args[0]?.port !== undefined) args[0] = { ...args[0], host: HOST }
    return listen.apply(this, args)
  }
}
