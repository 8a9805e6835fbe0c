use super::assert_finds;

#[test]
fn a_word_is_found_with_its_particles() {
    assert_finds(
        "삼성",
        &["삼성이 발표했다", "삼성은", "삼성을", "삼성의", "삼성에서는", "삼성과", "삼성도", "삼성이라는"],
        &["삼성전자", "한국"],
    );
    assert_finds("택배", &["택배가 안 왔어요", "택배를", "택배는", "택배로", "택배도"], &["택배기사"]);
    assert_finds("고객", &["고객들에게는", "고객을"], &["고객님"]);
}

#[test]
fn names_in_other_letters_are_found_with_their_particles() {
    assert_finds("delta", &["Delta는 늦었다", "delta가", "DELTA에서"], &["deltas는"]);
    assert_finds("bts", &["BTS의 노래"], &["BT의"]);
    assert_finds("2024", &["2024에는"], &["2024년"]);
}

#[test]
fn particles_that_do_not_fit_are_part_of_the_word() {
    assert_finds("사", &["사 주세요"], &["사과"]);
    assert_finds("나", &["나 혼자"], &["나이"]);
    assert_finds("결", &["결"], &["결과"]);
}

#[test]
fn a_word_with_its_particle_is_found_only_so() {
    assert_finds("삼성은", &["삼성은 오늘"], &["삼성이", "삼성"]);
}

#[test]
fn longer_words_are_found_by_their_beginning_of_two_syllables() {
    assert_finds("한국", &["한국 여행", "한국에서"], &["한국어", "한국인"]);
    assert_finds("한국*", &["한국어를", "한국인", "한국"], &["대한민국"]);
}

#[test]
fn words_without_spaces_between_them_are_not_taken_apart() {
    assert_finds("전자", &["전자 제품"], &["삼성전자"]);
}

#[test]
fn phrases_hold_over_particles() {
    assert_finds("\"삼성 갤럭시\"", &["삼성의 갤럭시를"], &["갤럭시 삼성"]);
}
