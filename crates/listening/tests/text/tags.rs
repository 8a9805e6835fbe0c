use super::assert_finds;

#[test]
fn a_hashtag_is_a_tag_and_its_words() {
    assert_finds("#delta", &["#Delta!", "＃ＤＥＬＴＡ", "(#delta)"], &["delta", "#DeltaFail", "a#delta"]);
    assert_finds("delta", &["#Delta", "#DeltaFail", "#delta_fail", "#FAILDelta"], &["#deltafail"]);
    assert_finds("\"delta fail again\"", &["#DeltaFail again"], &["#Fail delta again"]);
    assert_finds("expo2024", &["#Expo2024_now", "#Expo2024Now"], &["#Expo_2024"]);
}

#[test]
fn hashtags_are_found_in_every_script() {
    assert_finds("#東京", &["#東京 です", "＃東京"], &["東京", "#東京都"]);
    assert_finds("東京", &["#東京タワー"], &["#京東"]);
    assert_finds("#हिन्दी", &["#हिन्दी में"], &["#हिन्द"]);
    assert_finds("#สวัสดี", &["#สวัสดี"], &["#สวัส"]);
    assert_finds("#قهوة", &["#قَهْوَة", "#قهوة"], &["#قهو"]);
    assert_finds("#кафе", &["#КАФЕ"], &["кафе"]);
    assert_finds("#café", &["#Café"], &["#cafe"]);
    assert_finds("#cafe", &["#Café"], &["#cafes"]);
    assert_finds("#한국", &["#한국"], &["#한국어"]);
}

#[test]
fn what_networks_allow_inside_a_hashtag_belongs_to_it() {
    assert_finds("#スター・ウォーズ", &["#スター・ウォーズ"], &["#スター"]);
    assert_finds("ウォーズ", &["#スター・ウォーズ"], &["#スター"]);
    assert_finds("#col·lectiu", &["#Col·lectiu."], &["#col"]);
    assert_finds("#delta", &["#delta·", "#delta・"], &["#delta・fail"]);
    assert_finds("#مي\u{200C}شود", &["#میشود"], &["#مي"]);
}

#[test]
fn handles_are_found_with_and_without_their_server_and_as_words() {
    assert_finds(
        "@acme",
        &["hi @Acme!", "@acme@mastodon.social", "@acme.bsky.social", "＠acme"],
        &["acme", "x@acme.com"],
    );
    assert_finds("acme", &["hi @acme", "acme"], &["@acmecorp"]);
    assert_finds("@acme@a.example", &["@Acme@a.example"], &["@acme@b.example", "@acme"]);
    assert_finds("@acme.help", &["ask @acme.help."], &["@acme"]);
}

#[test]
fn tickers_are_found_as_tickers_and_as_words() {
    assert_finds("$TSLA", &["buy $tsla", "$TSLA!"], &["tsla", "$TSLAX"]);
    assert_finds("tsla", &["buy $TSLA"], &["$TSL"]);
    assert_finds("$BRK.B", &["$brk.b up"], &["$BRK"]);
    assert_finds("$50", &["costs $50"], &["50"]);
}

#[test]
fn a_number_with_a_sign_is_found_as_written() {
    assert_finds("#1", &["we are #1"], &["we are 1"]);
}
