use super::assert_finds;

#[test]
fn signs_that_nobody_sees_do_not_hide_a_word() {
    for unseen in
        ["\u{AD}", "\u{200D}", "\u{2060}", "\u{200E}", "\u{202C}", "\u{2069}", "\u{FEFF}", "\u{61C}", "\u{34F}"]
    {
        let inside = format!("so del{unseen}ta said");
        let around = format!("so {unseen}delta{unseen} said");
        assert_finds("delta", &[&inside, &around], &[]);
        assert_finds("\"so delta said\"", &[&inside, &around], &[]);
    }
}

#[test]
fn the_marks_of_direction_around_a_name_do_not_hide_it() {
    assert_finds("שלום", &["\u{2067}שלום\u{2069}", "\u{202B}שלום\u{202C}"], &["של"]);
    assert_finds("@acme", &["\u{2068}@acme\u{2069} said"], &["acme"]);
}
