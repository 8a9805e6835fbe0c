// What scripts say in other languages than English: the module that finds it, without a browser.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'

const source = fs.readFileSync(new URL('../../crates/web/assets/words.js', import.meta.url), 'utf8')

/** The module as a page in a language has it: `told` is the block of data, if there is one. */
async function saying(lang, told) {
  const block = told && { textContent: JSON.stringify(told) }
  globalThis.document = { documentElement: { lang }, getElementById: (id) => (id === 'words' ? block : null) ?? null }
  return (await import(`data:text/javascript,${encodeURIComponent(`${source}// ${lang} ${JSON.stringify(told)}`)}`)).t
}

test('what is not translated is said as it is written', async () => {
  for (const t of [await saying('en'), await saying('de', { Copied: ['Kopiert'] })]) {
    assert.equal(t('{name} has it, {all}', { name: '$& {all}' }), '$& {all} has it, {all}')
    assert.equal(t(1, '{count} row', '{count} rows'), '1 row')
  }
  assert.equal((await saying('en'))(1200, '{count} row of {name}', '{count} rows of {name}', { name: 'Mara' }), '1,200 rows of Mara')
})

test('translations have their own order, and a number the form and the thousands of its language', async () => {
  const rows = '{count} row'
  const german = await saying('de', { '{a} of {b}': ['{b}: {a}'], [rows]: ['{count} Zeile', '{count} Zeilen'] })
  assert.equal(german('{a} of {b}', { a: 1, b: 2 }), '2: 1')
  assert.deepEqual([0, 1, 1200].map((count) => german(count, rows, '{count} rows')), ['0 Zeilen', '1 Zeile', '1.200 Zeilen'])
  const french = await saying('fr', { [rows]: ['{count} ligne', '{count} lignes'] })
  assert.deepEqual([0, 1, 1200, 1e6].map((count) => french(count, rows, '{count} rows')),
    ['0 ligne', '1 ligne', '1\u202f200 lignes', '1\u202f000\u202f000 lignes'])
})
