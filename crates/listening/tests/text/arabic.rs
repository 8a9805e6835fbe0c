use super::assert_finds;

#[test]
fn vowel_signs_and_tatweel_do_not_matter() {
    assert_finds("محمد", &["مُحَمَّد", "محـمد", "محمـــد", "محمد"], &["احمد", "محمود"]);
    assert_finds("مُحَمَّد", &["محمد"], &["محمود"]);
    assert_finds("الرحمن", &["ٱلرَّحْمَٰنِ"], &["الرحيم"]);
    assert_finds("قهوة", &["قَهْوَة"], &["قهوتي"]);
}

#[test]
fn alef_is_one_letter_with_and_without_its_sign() {
    for query in ["احمد", "أحمد", "أَحْمَد"] {
        assert_finds(query, &["أحمد", "إحمد", "آحمد", "احمد", "ٱحمد", "أَحْمَد"], &["حمد"]);
    }
    assert_finds("ادارة", &["إدارة"], &["اداري"]);
    assert_finds("القران", &["القرآن"], &["القرى"]);
}

#[test]
fn hamza_on_other_letters_is_like_an_accent() {
    assert_finds("مسوول", &["مسؤول"], &["مسئول"]);
    assert_finds("مسؤول", &["مسؤول"], &["مسوول"]);
}

#[test]
fn heh_finds_teh_marbuta_and_yeh_finds_alef_maksura() {
    assert_finds("مدرسه", &["مدرسة", "مدرسه"], &["مدرس"]);
    assert_finds("مدرسة", &["مَدْرَسَة"], &["مدرسه"]);
    assert_finds("علي", &["علي", "على"], &["عل"]);
    assert_finds("على", &["على"], &["علي"]);
}

#[test]
fn letters_of_persian_and_urdu_keyboards_are_the_arabic_ones() {
    assert_finds("کتاب", &["كتاب", "کتاب"], &["كتب"]);
    assert_finds("ایران", &["ايران", "ایران"], &["عراق"]);
    assert_finds("ہم", &["هم"], &["ما"]);
}

#[test]
fn the_joiner_that_keeps_persian_letters_apart_may_be_missing() {
    assert_finds("می\u{200C}خواهم", &["میخواهم", "مي\u{200C}خواهم"], &["نمی\u{200C}خواهم"]);
}

#[test]
fn digits_are_one_in_every_script() {
    assert_finds("2024", &["عام ٢٠٢٤", "سال ۲۰۲۴", "वर्ष २०२४", "ปี ๒๐๒๔", "２０２４"], &["٢٠٢٥"]);
    assert_finds("٢٠٢٤", &["in 2024"], &["2025"]);
}

#[test]
fn presentation_forms_are_their_letters() {
    assert_finds("سلام", &["\u{FEB3}\u{FEFC}\u{FEE1}"], &["سلم"]);
}

#[test]
fn what_is_written_onto_a_word_is_not_taken_off() {
    assert_finds("كتاب", &["كتاب جديد"], &["الكتاب", "وكتاب", "كتابي"]);
}
