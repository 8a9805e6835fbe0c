use super::{assert_finds, finds_as_it_is};

#[test]
fn a_word_is_found_inside_running_text() {
    assert_finds("สนามบิน", &["ไปสนามบินเชียงใหม่"], &["สนาม บิด"]);
    assert_finds("សេវា", &["ខ្ញុំចូលចិត្តសេវាកម្ម"], &["ខ្ញុំ"]);
    assert_finds("ສະບາຍດີ", &["ສະບາຍດີທຸກຄົນ"], &["ສະບາຍ"]);
    assert_finds("မြန်မာ", &["ငါမြန်မာစကားပြောတယ်"], &["မာ"]);
}

#[test]
fn marks_belong_to_their_letter() {
    assert_finds("มา", &["มาแล้ว"], &["ม้า", "ม่า"]);
    assert_finds("น้ำ", &["ดื่มน้ำ"], &["นำ"]);
    assert_finds("ខ្មែរ", &["ភាសាខ្មែរ"], &["ខមែរ"]);
}

#[test]
fn spellings_that_look_the_same_are_the_same() {
    // Sara ae typed as sara e twice.
    assert_finds("แม่", &["เเม่มาแล้ว"], &["เม่"]);
    assert_finds("เเม่", &["แม่มาแล้ว"], &["เม่"]);
    // Sara am typed apart, with its ring before or behind the tone.
    for query in ["น้ำ", "น\u{E49}\u{E4D}\u{E32}", "น\u{E4D}\u{E49}\u{E32}"] {
        assert_finds(query, &["ดื่มน้ำ", "ดื่มน\u{E49}\u{E4D}\u{E32}", "ดื่มน\u{E4D}\u{E49}\u{E32}"], &["ดื่มนา"]);
    }
    assert_finds("ນ້ຳ", &["ກິນນ\u{ECD}\u{EC9}\u{EB2}", "ກິນນ້ຳ"], &["ກິນນາ"]);
}

#[test]
fn a_break_that_nobody_sees_changes_nothing() {
    assert_finds("ภาษาไทย", &["ภาษา\u{200B}ไทย"], &["ภาษา"]);
    assert_finds("ខ្មែរ", &["ភាសា\u{200B}ខ្មែរ\u{200B}ល្អ"], &["ភាសា"]);
}

#[test]
fn a_word_typed_twice_over_is_still_whole_words() {
    // The second half of a doubled sara e is none of its own.
    assert!(!finds_as_it_is("\"เม\"", "เเม"));
}
