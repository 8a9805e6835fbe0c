use super::assert_finds;

#[test]
fn an_address_counts_as_its_host() {
    assert_finds("acme", &["https://acme.com/x", "http://www.acme.com", "see acme.com"], &["https://b.example/acme"]);
    assert_finds("acme.com", &["https://acme.com?q=1", "(www.acme.com)"], &["acme com"]);
    assert_finds("münchen.example", &["https://münchen.example/a"], &["https://munchen.example"]);
}

#[test]
fn an_address_ends_where_a_reader_ends_it() {
    assert_finds("yes", &["https://a.example/b、yes", "<https://a.example/b>yes"], &["https://a.example/yes"]);
    assert_finds("東京", &["https://a.example/b東京"], &["https://a.example/b"]);
    assert_finds(
        "link:a.example/b",
        &["see (https://a.example/b).", "https://a.example/b?x", "https://user@a.example:80/b"],
        &["https://a.example/c"],
    );
}

#[test]
fn mail_addresses_are_no_handles() {
    assert_finds("acme.com", &["write to x@acme.com"], &["x@acme.org"]);
    assert_finds("@acme", &["@acme"], &["write to x@acme.com"]);
}
