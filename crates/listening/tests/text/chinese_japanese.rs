use super::assert_finds;

#[test]
fn a_word_is_found_inside_running_text() {
    assert_finds("東京", &["東京タワーに行く", "今日は東京", "#東京タワー"], &["京東", "東 x 京", "東へ京"]);
    assert_finds("航班", &["我的航班延误了"], &["航空班次"]);
    assert_finds("\"航班 延误\"", &["航班延误", "航班 延误"], &["延误航班"]);
    assert_finds("配送", &["昨日配送されました"], &["配達"]);
}

#[test]
fn what_stands_across_two_words_is_found_too() {
    assert_finds("京都", &["京都駅", "東京都"], &["東京"]);
}

#[test]
fn half_width_kana_are_kana() {
    assert_finds("ケース", &["ｹｰｽ", "スマホケース"], &["けーす"]);
    assert_finds("ガム", &["ｶﾞﾑ", "カ\u{3099}ム"], &["カム"]);
    assert_finds("パン", &["ﾊﾟﾝ"], &["バン", "ハン"]);
}

#[test]
fn kana_with_their_signs_are_letters_of_their_own() {
    assert_finds("はは", &["はは"], &["ばば", "ぱぱ"]);
}

#[test]
fn signs_of_repetition_and_length_belong_to_the_word() {
    assert_finds("佐々木", &["佐々木さん"], &["佐木"]);
    assert_finds("コーヒー", &["美味しいコーヒー。"], &["コヒ"]);
}

#[test]
fn words_in_latin_letters_stand_between_characters_without_spaces() {
    assert_finds("delta", &["今日はDeltaに乗る", "Ｄｅｌｔａ航空"], &["deltaforceの"]);
    assert_finds("iphone 遅い", &["iPhoneが遅い"], &["iPhone"]);
}

#[test]
fn a_variant_of_a_character_is_the_character() {
    assert_finds("葛飾", &["葛\u{E0100}飾区"], &["飾葛"]);
    assert_finds("\u{FA10}", &["塚"], &["家"]);
}

#[test]
fn simplified_and_traditional_and_the_two_kana_are_not_compared() {
    assert_finds("东京", &["东京"], &["東京"]);
    assert_finds("すし", &["すし"], &["スシ", "寿司"]);
}

#[test]
fn a_wildcard_behind_a_word_changes_nothing() {
    assert_finds("东京*", &["东京塔"], &["京东"]);
}

#[test]
fn distances_count_characters() {
    assert_finds("东京 NEAR/3 塔", &["东京的塔", "东京大铁塔"], &["东京有一座塔"]);
}
