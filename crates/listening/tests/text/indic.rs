use super::assert_finds;

#[test]
fn vowel_signs_are_part_of_the_word() {
    assert_finds("हिंदी", &["मैं हिंदी बोलता हूँ"], &["हिंद", "हंदी"]);
    assert_finds("किताब", &["नई किताब।"], &["किताबें", "कताब"]);
    assert_finds("தமிழ்", &["தமிழ் மொழி"], &["தமிழக"]);
    assert_finds("বাংলা", &["বাংলা ভাষা"], &["বাংলাদেশ"]);
}

#[test]
fn a_nasal_is_found_by_its_dot() {
    assert_finds("हिंदी", &["हिन्दी", "हिंदी"], &["हिदी"]);
    assert_finds("मुंबई", &["मुम्बई", "मुंबई"], &["मुबई"]);
    assert_finds("हिन्दी", &["हिन्दी"], &["हिंदी"]);
    assert_finds("हां", &["हाँ", "हां"], &["हा"]);
    assert_finds("जन्म", &["जन्म दिन"], &["जंम"]);
}

#[test]
fn a_word_without_nukta_finds_it_with_it() {
    assert_finds("जरूर", &["ज़रूर", "ज\u{93C}रूर"], &["जरूरत"]);
    assert_finds("ज़रूर", &["ज\u{93C}रूर", "ज़रूर"], &["जरूर"]);
}

#[test]
fn joiners_and_chillus_are_one_with_their_letters() {
    assert_finds("क्ष", &["क्\u{200D}ष", "क्\u{200C}ष"], &["कष"]);
    assert_finds("അവൻ", &["അവന്\u{200D}", "അവൻ"], &["അവ"]);
}
