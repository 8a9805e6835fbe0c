// Stands in for Jetstream, which is a Go program and no npm package: reads the PDS's real firehose through
// @atproto/sync and gives it as JSON over WebSocket, in both of Jetstream's forms:
//   v1  GET /subscribe   wantedCollections ("prefix.*" too), wantedDids, cursor (unix microseconds)
//   v2  GET /xrpc/network.bsky.jetstream.subscribeEvents   (subprotocol xrpc.v1.json)
//       collections, dids, kinds, cursor (a seq, inclusive; from 1e15 on unix microseconds)
// Compression and option updates in flight are left out.
//
// What a test cannot wait for in the wild, it asks for here:
//   POST /drop                       cuts every client off, without a goodbye
//   POST /forget?then=inform|refuse  forgets what was heard so far; an older cursor then gets, in v2, an
//                                    OutdatedCursor notice or a refusal (400 CursorTooOld); v1 says nothing
//   POST /down?seconds=N             cuts everybody off and answers 503 to new clients for N seconds
//   GET  /                           {"seq", "oldest", "clients"}
import http from 'node:http'

const V1 = '/subscribe'
const V2 = '/xrpc/network.bsky.jetstream.subscribeEvents'
const KINDS = ['commit', 'identity', 'account', 'sync']
const HISTORY = 100_000
// Above this a v2 cursor is a time, not a seq.
const FIRST_TIME = 1e15

export async function startRelay({ require, host, port, service, idResolver }) {
  const { WebSocketServer } = require('ws')
  const { Firehose } = require('@atproto/sync')
  const { lexToJson } = require('@atproto/lexicon')

  let history = []
  const clients = new Set()
  let seq = 0
  let timeUs = 0
  // Seqs up to here are gone, by POST /forget or by age.
  let forgotten = 0
  let refusesOld = false
  let downUntil = 0

  const emit = (did, kind, body) => {
    // Times rise strictly, so that a time is a cursor, too.
    timeUs = Math.max(timeUs + 1, Date.now() * 1000)
    const event = { seq: ++seq, timeUs, did, kind, body }
    history.push(event)
    if (history.length > HISTORY) forgotten = history.shift().seq
    for (const client of clients) client.offer(event)
  }

  const firehose = new Firehose({
    service,
    idResolver,
    unauthenticatedCommits: true,
    unauthenticatedHandles: true,
    onError: (error) => console.error('relay:', error.message),
    handleEvent: ({ event, ...rest }) => {
      const { did, rev, collection, rkey, record, cid } = rest
      if (event === 'create' || event === 'update') {
        emit(did, 'commit', { rev, operation: event, collection, rkey, record: lexToJson(record), cid: cid.toString() })
      } else if (event === 'delete') {
        emit(did, 'commit', { rev, operation: 'delete', collection, rkey })
      } else if (event === 'identity') {
        emit(did, 'identity', { did, handle: rest.handle, seq: rest.seq, time: rest.time })
      } else if (event === 'account') {
        emit(did, 'account', { active: rest.active, did, seq: rest.seq, status: rest.status, time: rest.time })
      }
    },
  })
  firehose.start()

  const cutAll = () => {
    const count = clients.size
    for (const client of clients) client.socket.terminate()
    return count
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url, `http://${host}`)
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body) + '\n')
    }
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /':
        return answer(200, { seq, oldest: forgotten + 1, clients: clients.size })
      case 'POST /drop':
        return answer(200, { dropped: cutAll() })
      case 'POST /down':
        downUntil = Date.now() + 1000 * Number(url.searchParams.get('seconds') ?? 1)
        return answer(200, { dropped: cutAll() })
      case 'POST /forget':
        refusesOld = url.searchParams.get('then') === 'refuse'
        history = []
        forgotten = seq
        return answer(200, { forgotten })
      default:
        return answer(404, { error: 'NotFound' })
    }
  })

  const wss = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('xrpc.v1.json') ? 'xrpc.v1.json' : false),
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    const url = new URL(request.url, `http://${host}`)
    const refuse = (status, error) => {
      const body = JSON.stringify({ error, message: error })
      socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
    }
    if (Date.now() < downUntil) return refuse('503 Service Unavailable', 'Unavailable')
    if (url.pathname !== V1 && url.pathname !== V2) return refuse('404 Not Found', 'NotFound')

    const form = url.pathname === V1 ? v1 : v2
    const kinds = form === v2 ? url.searchParams.getAll('kinds') : []
    if (kinds.some((kind) => !KINDS.includes(kind))) return refuse('400 Bad Request', 'InvalidRequest')
    const cursor = readCursor(url.searchParams.get('cursor'), form === v2)
    if (cursor === undefined) return refuse('400 Bad Request', 'InvalidRequest')
    const isOld = cursor !== null && forgotten > 0 && cursor.isBefore({ seq: forgotten + 1, timeUs: history[0]?.timeUs ?? timeUs + 1 })
    if (form === v2 && isOld && refusesOld) return refuse('400 Bad Request', 'CursorTooOld')

    const wants = filter({
      kinds,
      dids: url.searchParams.getAll(form === v1 ? 'wantedDids' : 'dids'),
      collections: url.searchParams.getAll(form === v1 ? 'wantedCollections' : 'collections'),
    })
    wss.handleUpgrade(request, socket, head, (ws) => {
      const client = { socket: ws, offer: (event) => wants(event) && ws.send(form(event)) }
      ws.on('close', () => clients.delete(client))
      ws.on('error', () => clients.delete(client))
      if (form === v2 && isOld) ws.send(info('OutdatedCursor'))
      if (form === v2 && cursor?.isAfter({ seq: seq + 1 })) ws.send(info('FutureCursor'))
      if (cursor) for (const event of history) if (!cursor.isAfter(event)) client.offer(event)
      clients.add(client)
    })
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen({ port, host }, resolve))
}

// null: live from now on; undefined: not a cursor.
function readCursor(text, mayBeSeq) {
  if (text === null || text === '') return null
  if (!/^\d+$/.test(text)) return undefined
  const at = Number(text)
  const place = mayBeSeq && at < FIRST_TIME ? 'seq' : 'timeUs'
  return { isBefore: (event) => at < event[place], isAfter: (event) => at > event[place] }
}

function filter({ kinds, dids, collections }) {
  const covers = (pattern, collection) =>
    pattern.endsWith('.*') ? collection.startsWith(pattern.slice(0, -1)) : pattern === collection
  return ({ did, kind, body }) =>
    (kinds.length === 0 || kinds.includes(kind)) &&
    (dids.length === 0 || dids.includes(did)) &&
    (kind !== 'commit' || collections.length === 0 || collections.some((pattern) => covers(pattern, body.collection)))
}

const v1 = ({ did, timeUs, kind, body }) => JSON.stringify({ did, time_us: timeUs, kind, [kind]: body })

const v2 = ({ did, seq, timeUs, kind, body }) => {
  const time = new Date(Math.floor(timeUs / 1000)).toISOString().replace('Z', `${String(timeUs % 1000).padStart(3, '0')}Z`)
  return message(kind, { did, seq, time, witnessedAt: time, ...(kind === 'commit' ? body : { [kind]: body }) })
}
const info = (name) => message('info', { name })
const message = (kind, payload) =>
  JSON.stringify({ $type: 'message', payload: { $type: `network.bsky.jetstream.subscribeEvents#${kind}`, ...payload } })
