use super::assert_finds;

#[test]
fn yo_is_found_by_ye_and_short_i_is_a_letter_of_its_own() {
    assert_finds("елка", &["Ёлка", "ёлка", "ЕЛКА"], &["палка"]);
    assert_finds("ёлка", &["ЁЛКА"], &["елка"]);
    assert_finds("мои", &["мои деньги"], &["мой"]);
    assert_finds("мой", &["МОЙ"], &["мои"]);
    assert_finds("київ", &["КИЇВ"], &["киів"]);
    assert_finds("київ", &["у Київ, так"], &["киев"]);
}

#[test]
fn stress_marks_of_dictionaries_do_not_hide_a_word() {
    assert_finds("замок", &["за\u{301}мок", "замо\u{301}к"], &["замки"]);
}

#[test]
fn ukrainian_apostrophes_are_one() {
    assert_finds("п'ять", &["п’ять", "пʼять", "ПЯТЬ"], &["п ять"]);
}

#[test]
fn greek_is_found_in_capitals_without_tonos_and_with_either_sigma() {
    assert_finds("οδος", &["ΟΔΟΣ", "οδός", "Οδός"], &["οδού"]);
    assert_finds("ΟΔΟΣ", &["οδός"], &["οδο"]);
    assert_finds("οδός", &["Οδός", "ΟΔΌΣ"], &["οδος", "ΟΔΟΣ"]);
    assert_finds("γαιδαρος", &["γάιδαρος", "γαϊδαρος"], &["γαιδούρι"]);
}

#[test]
fn georgian_and_armenian_capitals_are_letters_in_another_case() {
    assert_finds("საქართველო", &["ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ"], &["საქართველოს"]);
    assert_finds("երևան", &["ԵՐԵՒԱՆ", "Երևան"], &["երևանի"]);
}
