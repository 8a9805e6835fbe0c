use super::assert_finds;

#[test]
fn emoji_are_words_wherever_they_stand() {
    assert_finds("🔥", &["so good🔥🔥", "🔥", "今日🔥暑い"], &["so good"]);
    assert_finds("\"🔥 sale\"", &["🔥 sale", "🔥sale"], &["sale 🔥"]);
    assert_finds("😡 late", &["late again😡"], &["😡"]);
}

#[test]
fn a_skin_tone_is_like_an_accent() {
    assert_finds("👍", &["👍🏽", "👍", "👍🏿👍🏻"], &["👎"]);
    assert_finds("👍🏽", &["👍🏽"], &["👍", "👍🏿"]);
    assert_finds("👩‍💻", &["👩🏽‍💻", "👩‍💻"], &["👨‍💻"]);
}

#[test]
fn joined_emoji_are_one_and_their_parts_are_not_found() {
    assert_finds("👩‍💻", &["I am a 👩‍💻!"], &["👩 💻", "👩💻"]);
    assert_finds("👩", &["👩 says"], &["👩‍💻", "👨‍👩‍👧"]);
    assert_finds("👨‍👩‍👧‍👦", &["👨‍👩‍👧‍👦"], &["👨‍👩‍👧"]);
    assert_finds("🏳️‍🌈", &["happy 🏳️‍🌈", "🏳‍🌈"], &["🏳️"]);
    assert_finds("❤️‍🔥", &["❤‍🔥"], &["❤️🔥"]);
}

#[test]
fn flags_are_told_apart_also_in_a_row() {
    assert_finds("🇫🇷", &["🇫🇷🇩🇪", "🇩🇪🇫🇷"], &["🇩🇪", "🇷🇫"]);
    assert_finds("🏴󠁧󠁢󠁥󠁮󠁧󠁿", &["🏴󠁧󠁢󠁥󠁮󠁧󠁿 wins"], &["🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴"]);
}

#[test]
fn keycaps_are_signs_of_their_own() {
    assert_finds("1️⃣", &["step 1️⃣", "1⃣"], &["step 1", "2️⃣"]);
    assert_finds("1", &["1️⃣"], &["2️⃣"]);
    assert_finds("#️⃣", &["press #️⃣ now", "#⃣"], &["press # now", "1️⃣"]);
    assert_finds("\"press *️⃣\"", &["press *️⃣"], &["press #️⃣", "press"]);
}

#[test]
fn the_sign_for_colour_does_not_matter() {
    assert_finds("❤", &["❤️", "❤"], &["🖤"]);
    assert_finds("☀️", &["☀"], &["☁"]);
}
