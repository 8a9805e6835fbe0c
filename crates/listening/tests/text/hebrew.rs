use super::assert_finds;

#[test]
fn points_do_not_matter() {
    assert_finds("שלום", &["שָׁלוֹם", "שלום"], &["שלומי"]);
    assert_finds("שָׁלוֹם", &["שָׁלוֹם", "שלום"], &["שלומי"]);
}

#[test]
fn abbreviations_are_found_with_every_sign_and_without() {
    for query in ["צה\"ל", "צה״ל", "צהל", "\"צה\"ל\""] {
        assert_finds(query, &["חיילי צה\"ל", "צה״ל", "צה”ל צהל"], &["צה ל"]);
    }
    assert_finds("\"דובר צה\"ל הודיע\"", &["דובר צה״ל הודיע"], &["דובר הודיע צה״ל"]);
    assert_finds("צ'ק", &["צ׳ק", "צק"], &["צ ק"]);
}

#[test]
fn the_maqaf_parts_words_as_a_hyphen_does() {
    assert_finds("תל אביב", &["תל־אביב", "תל-אביב", "תל אביב"], &["תלאביב"]);
}

#[test]
fn what_is_written_onto_a_word_is_not_taken_off() {
    assert_finds("בית", &["בית גדול"], &["הבית", "לבית"]);
}
