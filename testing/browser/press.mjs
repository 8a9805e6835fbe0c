// A key that falls between two pictures of a page that changes by itself is pressed again, as people do.

/** Presses a key until something is to be seen. */
export async function pressUntil(page, key, wanted, tries = 5) {
  for (let left = tries; left > 1; left -= 1) {
    await page.keyboard.press(key)
    const isSeen = await wanted.waitFor({ timeout: 5_000 }).then(() => true, () => false)
    if (isSeen) return
  }
  await page.keyboard.press(key)
  await wanted.waitFor()
}
